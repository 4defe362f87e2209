package io.bellhop.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.crash.HubJar;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Does what a page tells a user to do: a shell, and the hub that its commands start. Ports are free
 * ones in place of those of the page; the jar is the classes that are tested, since it is packaged
 * after the tests.
 */
public final class Session implements AutoCloseable {
  private static final List<String> TOOLS =
      List.of("curl", "openssl", "base64", "od", "sed", "grep", "tr");
  private static final String TEST_CLASSES =
      Path.of(Session.class.getProtectionDomain().getCodeSource().getLocation().getPath())
          .toString();

  private static final String END = "-- end of the reply:";
  private static final String READY = "bellhop ready";

  /**
   * The commands that are run by one JVM for all of them. What is the process of a command, its
   * exit and its environment, is the matter of CommandsTest.
   */
  private static final Pattern SHORT =
      Pattern.compile("java -jar target/bellhop.jar (?=(?:new-provider|check) )");

  /** Runs a command of the program in that JVM, which it starts for the first. */
  private static final String FUNCTION =
      """
      bellhop() {
        if [ -z "$commands_PID" ]; then
          coproc commands { exec %s; }
        fi
        printf '%%s\\n' "$@" '' >&"${commands[1]}"
        while IFS= read -r line <&"${commands[0]}"; do
          case $line in
            '%2$s'*) return "${line#'%2$s'}" ;;
          esac
          printf '%%s\\n' "$line"
        done
        return 99
      }
      """
          .formatted(
              java(
                  "java -cp target/bellhop.jar:\"$TEST_CLASSES\""
                      + " -Dlogback.configurationFile=io/bellhop/tool/cli/logback.xml "
                      + CommandLoop.class.getName()),
              CommandLoop.ENDED);

  private final int port = FreePort.any();
  private final int management = FreePort.any();
  private final Path folder;
  private final UnaryOperator<String> providers;
  private final Path log;
  private final Process shell;
  private final BufferedReader replies;
  private Process hub;

  /**
   * @param folder where the hub runs
   * @param user where the shell of its user is
   */
  public Session(Path folder, Path user) throws IOException {
    this(folder, user, command -> "");
  }

  /**
   * @param providers those that the page uses of the hub that a command starts, since the fewer it
   *     has the sooner it has started; empty for all
   */
  public Session(Path folder, Path user, UnaryOperator<String> providers) throws IOException {
    this.folder = folder;
    this.providers = providers;
    this.log = folder.resolve("hub.log");
    shell = process("bash").directory(user.toFile()).redirectErrorStream(true).start();
    replies = shell.inputReader(StandardCharsets.UTF_8);
    run(FUNCTION);
    for (String tool : TOOLS) {
      assertThat(run("command -v " + tool + " || true"))
          .as("the commands of a page are run: install %s, or put it on the PATH", tool)
          .isNotBlank();
    }
  }

  /**
   * Runs the blocks of a page in order: a block {@code sh} is a command, and a block right behind
   * it is what it must print, white space aside, with {@code ...} for anything. A block with a name
   * is written to that file.
   */
  public void follow(List<Block> blocks) throws Exception {
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : null;
      if (block.file() != null) {
        Path file = folder.resolve(block.file());
        Files.createDirectories(file.getParent());
        Files.writeString(file, block.text());
      } else if (block.isCommand()) {
        boolean replies = next != null && next.file() == null && !next.isCommand();
        follow(block, replies ? next.text() : null);
      }
    }
  }

  private void follow(Block block, String reply) throws Exception {
    if (reply == null) {
      run(block.text());
    } else if (reply.contains(READY)) {
      assertReply(reply, start(block.text(), (int) reply.lines().count()));
    } else if (block.onlyReads() && !block.text().contains("java")) {
      // Events come a moment after the 200; a person is slower than that.
      Awaitility.await().untilAsserted(() -> assertReply(reply, run(block.text())));
    } else {
      assertReply(reply, run(block.text()));
    }
  }

  /** Starts a hub, once the one before has stopped; gives the first lines that it prints. */
  public String start(String command, int lines) throws Exception {
    if (hub != null) {
      assertThat(stop()).as("exit code after SIGTERM").isZero();
    }
    assertThat(command).contains("java ");
    ProcessBuilder builder =
        process("bash", "-c", java(command.strip()).replace("java -", "exec java -"));
    builder.environment().put("BELLHOP_PROVIDERS", providers.apply(command));
    hub = builder.directory(folder.toFile()).redirectError(log.toFile()).start();
    BufferedReader output = hub.inputReader(StandardCharsets.UTF_8);
    StringBuilder printed = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      String line = output.readLine();
      assertThat(line).as("line %s of the hub; its log:%n%s", i + 1, log()).isNotNull();
      printed.append(line).append('\n');
    }
    return printed.toString();
  }

  /** Runs commands in the one shell of this session; gives what they print. */
  public String run(String commands) throws IOException {
    String input =
        "{\n"
            + here(java(SHORT.matcher(commands).replaceAll("bellhop ")))
            + "\n}\nprintf '\\n%s %s\\n' '"
            + END
            + "' $?\n";
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

  public void assertReply(String expected, String reply) {
    String pattern =
        Arrays.stream(here(expected).replaceAll("\\s", "").split("\\.\\.\\.", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    assertThat(reply.replaceAll("\\s", ""))
        .as("the reply, compared with%n%s%nThe hub's log:%n%s", expected, log())
        .matches(pattern);
  }

  /** Stops the hub as a user does; gives its exit code. */
  public int stop() throws InterruptedException {
    hub.destroy();
    assertThat(hub.waitFor(30, TimeUnit.SECONDS)).as("stops within 30 s").isTrue();
    return hub.exitValue();
  }

  private String here(String text) {
    return text.replace("127.0.0.1:8080", "127.0.0.1:" + port)
        .replace("127.0.0.1:8081", "127.0.0.1:" + management);
  }

  private static String java(String commands) {
    return commands
        .replace("javac ", "javac -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC ")
        .replace("java -jar target/bellhop.jar", "java -cp target/bellhop.jar io.bellhop.Bellhop")
        .replace("java -cp", "java " + String.join(" ", HubJar.jvmOptions()) + " -cp")
        .replace("target/bellhop.jar", "\"$HUB_CLASSES\"");
  }

  private ProcessBuilder process(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("BELLHOP_"));
    String bin = Path.of(System.getProperty("java.home"), "bin").toString();
    environment.merge("PATH", bin, (path, first) -> first + java.io.File.pathSeparator + path);
    environment.put("HUB_CLASSES", HubJar.classPath());
    environment.put("TEST_CLASSES", TEST_CLASSES);
    environment.put("BELLHOP_HTTP_PORT", String.valueOf(port));
    environment.put("BELLHOP_MANAGEMENT_PORT", String.valueOf(management));
    environment.put("BELLHOP_WARM_UP", "0s");
    return builder;
  }

  private String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws InterruptedException {
    shell.destroyForcibly();
    if (hub != null) {
      hub.destroyForcibly().waitFor();
    }
  }
}
