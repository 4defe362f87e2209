package io.bellhop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what README.md and docs/routes.md tell a user to do, in order, with a hub in a process of
 * its own. A fenced block {@code sh} is run; a block {@code json} or {@code text} right behind it
 * is what it must print, white space aside, with {@code ...} for anything.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Path ROUTES = Path.of("docs", "routes.md");

  @TempDir Path folder;

  @Test
  void the_first_use_replies_as_the_readme_says_and_its_metrics_are_described() throws Exception {
    List<Block> blocks = Block.of(README, "First use");
    try (Session session = new Session(folder, blocks.get(0).text())) {
      assertReply(blocks.get(1).text(), session.ready(), session);
      run(blocks.subList(2, blocks.size()), session);

      String metrics = session.run("curl -s http://127.0.0.1:8081/observe/metrics");
      assertThat(found("(?m)^# TYPE (bellhop_\\w+?)(?:_max)? ", metrics))
          .as("metrics of the hub that README.md describes")
          .isNotEmpty()
          .isSubsetOf(found("(?m)^\\| `(bellhop_\\w+)` \\|", Files.readString(README)));
      assertThat(session.stop()).as("exit code after SIGTERM").isZero();
    }
  }

  @Test
  void the_provider_of_the_docs_works() throws Exception {
    List<Block> blocks = Block.of(ROUTES, "A provider in 40 lines");
    List<Block> readme = Block.of(README, "First use");
    Path acme = Files.createDirectories(folder.resolve("my-routes/acme"));
    Files.writeString(acme.resolve("acme.camel.yaml"), blocks.get(0).text());
    Files.writeString(acme.resolve("reservation.jslt"), blocks.get(1).text());

    String start = "BELLHOP_ROUTES_EXTRA=my-routes " + readme.get(0).text();
    try (Session session = new Session(folder, start)) {
      session.run(readme.get(2).text());
      run(blocks.subList(2, blocks.size()), session);
    }
  }

  @Test
  void the_readme_has_every_option_with_its_default_and_no_other() throws Exception {
    Map<String, String> defaults = new TreeMap<>();
    List<Path> files = new ArrayList<>(List.of(Path.of("src/main/resources/bellhop.properties")));
    try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
      routes.filter(file -> file.endsWith("options.properties")).forEach(files::add);
    }
    for (Path file : files) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
      properties.stringPropertyNames().forEach(n -> defaults.put(n, properties.getProperty(n)));
    }

    Map<String, String> described = new TreeMap<>();
    Pattern.compile("(?m)^\\| `(bellhop\\.[a-z.-]+)` \\| (?:`([^`]*)` )?\\| ")
        .matcher(Files.readString(README))
        .results()
        .forEach(row -> described.put(row.group(1), row.group(2) == null ? "" : row.group(2)));

    assertThat(described).isEqualTo(defaults);
  }

  @Test
  void the_docs_have_every_parameter_of_the_templates() throws Exception {
    String docs = Files.readString(ROUTES);
    for (String template : List.of("ingest", "api")) {
      String yaml = Files.readString(Path.of("routes/_shared", template + ".camel.yaml"));
      int from = docs.indexOf("## The template bellhop-" + template);
      int to = docs.indexOf("\n## ", from);
      assertThat(found("(?m)^\\| `(\\w+)` \\|", docs.substring(from, to)))
          .isEqualTo(found("- name: (\\w+)\\n +description:", yaml));
    }
  }

  @Test
  void the_ci_script_runs_what_the_readme_tells_a_new_user_to_run() throws Exception {
    String script = Files.readString(Path.of(".ci", "run"));
    for (Block block : Block.of(README, "Start")) {
      String[] commands = block.text().strip().split(" && ");
      assertThat(script).contains("\n" + commands[commands.length - 1] + "\n");
    }
  }

  private static void run(List<Block> blocks, Session session) throws IOException {
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (!block.language().equals("sh")) {
        continue;
      }
      boolean replies = i + 1 < blocks.size() && !blocks.get(i + 1).language().equals("sh");
      if (!replies) {
        session.run(block.text());
      } else if (block.onlyReads()) {
        // Events come a moment after the 200; a person is slower than that.
        String reply = blocks.get(i + 1).text();
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertReply(reply, session.run(block.text()), session));
      } else {
        assertReply(blocks.get(i + 1).text(), session.run(block.text()), session);
      }
    }
  }

  private static void assertReply(String expected, String reply, Session session) {
    String pattern =
        Arrays.stream(session.here(expected).replaceAll("\\s", "").split("\\.\\.\\.", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    assertThat(reply.replaceAll("\\s", ""))
        .as("the reply, compared with%n%s%nThe hub's log:%n%s", expected, session.log())
        .matches(pattern);
  }

  private static TreeSet<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A fenced block. */
  private record Block(String language, String text) {
    static List<Block> of(Path file, String section) throws IOException {
      String whole = Files.readString(file);
      int from = whole.indexOf("\n## " + section + "\n");
      assertThat(from).as("section %s of %s", section, file).isPositive();
      int to = whole.indexOf("\n## ", from + 1);
      return Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$")
          .matcher(whole.substring(from, to))
          .results()
          .map(match -> new Block(match.group(1), match.group(2)))
          .toList();
    }

    boolean onlyReads() {
      return !Pattern.compile(" (-d|-X|--data)|^send ", Pattern.MULTILINE).matcher(text).find();
    }
  }

  /** A hub that was started by the README's command, and the shell of its user. */
  private static final class Session implements AutoCloseable {
    private static final List<String> TOOLS =
        List.of("curl", "openssl", "base64", "od", "sed", "grep", "tr");
    private static final String END = "-- end of the reply:";

    private final int port = freePort();
    private final int management = freePort();
    private final Path log;
    private final Process hub;
    private final Process shell;
    private final BufferedReader replies;
    private final String ready;

    Session(Path folder, String start) throws IOException {
      log = folder.resolve("hub.log");
      shell = new ProcessBuilder("bash").redirectErrorStream(true).start();
      replies = shell.inputReader(StandardCharsets.UTF_8);
      for (String tool : TOOLS) {
        assertThat(run("command -v " + tool + " || true"))
            .as("ReadmeTest runs the README's commands: install %s, or put it on the PATH", tool)
            .isNotBlank();
      }
      String java =
          "exec '"
              + Path.of(System.getProperty("java.home"), "bin", "java")
              + "' -cp \"$HUB_CLASSES\" io.bellhop.Bellhop";
      assertThat(start).contains("java -jar target/bellhop.jar");
      // The jar is packaged after the tests; the classes are the same.
      String command = start.strip().replace("java -jar target/bellhop.jar", java);
      ProcessBuilder builder = new ProcessBuilder("bash", "-c", command);
      builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
      builder.environment().put("HUB_CLASSES", System.getProperty("java.class.path"));
      builder.environment().put("BELLHOP_HTTP_PORT", String.valueOf(port));
      builder.environment().put("BELLHOP_MANAGEMENT_PORT", String.valueOf(management));
      hub = builder.directory(folder.toFile()).redirectError(log.toFile()).start();
      ready = line(hub.getInputStream());
    }

    /** What the hub printed first. */
    String ready() {
      return ready;
    }

    /** Runs commands in the one shell of this session; gives what they print. */
    String run(String commands) throws IOException {
      String input = "{\n" + here(commands) + "\n}\nprintf '\\n%s %s\\n' '" + END + "' $?\n";
      shell.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      shell.getOutputStream().flush();
      StringBuilder reply = new StringBuilder();
      String line = replies.readLine();
      while (line != null && !line.startsWith(END)) {
        reply.append(line).append('\n');
        line = replies.readLine();
      }
      assertThat(line).as("%s%nprinted%n%s", commands, reply).isEqualTo(END + " 0");
      return reply.toString();
    }

    /** Text with the ports of this hub in place of those in the README. */
    String here(String text) {
      return text.replace("127.0.0.1:8080", "127.0.0.1:" + port)
          .replace("127.0.0.1:8081", "127.0.0.1:" + management);
    }

    String log() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        return e.toString();
      }
    }

    int stop() throws InterruptedException {
      hub.destroy();
      assertThat(hub.waitFor(30, TimeUnit.SECONDS)).as("stops within 30 s").isTrue();
      return hub.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
      shell.destroyForcibly();
      hub.destroyForcibly().waitFor();
    }

    private String line(InputStream output) throws IOException {
      String first =
          new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8)).readLine();
      assertThat(first).as("the hub's first line; its log:%n%s", log()).isNotNull();
      return first;
    }

    private static int freePort() {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
