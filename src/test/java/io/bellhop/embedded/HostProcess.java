package io.bellhop.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.crash.HubJar;
import io.bellhop.support.Block;
import io.bellhop.support.ChildJvm;
import io.bellhop.support.FreePort;
import io.bellhop.tool.fixture.Senders;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;

/**
 * An application of docs/embedding.md in a process of its own: its files, compiled as a user would,
 * with a free port in place of 8080.
 */
final class HostProcess implements AutoCloseable {
  static final Path PAGE = Path.of("docs", "embedding.md");
  private static final String LOGGING = "my-app/src/main/resources/logback.xml";
  private static final String LISTENER = "0123456789abcdef0123456789abcdef01234567";

  private final Senders senders = new Senders();
  private final Path folder;
  private final Path classes;
  private final Path log;
  private final int port = FreePort.any();
  private Process process;

  /**
   * @param folder where it runs
   */
  HostProcess(Path folder) throws IOException {
    this.folder = folder;
    this.classes = Files.createDirectories(folder.resolve("classes"));
    this.log = folder.resolve("log");
  }

  /** Writes the files of a project, and compiles those in Java. */
  HostProcess write(String project) throws IOException {
    List<String> sources = new ArrayList<>();
    for (Block block : Block.of(PAGE)) {
      if (LOGGING.equals(block.file())) {
        Files.writeString(classes.resolve("logback.xml"), block.text());
      }
      if (block.file() == null || !block.file().startsWith(project + "/")) {
        continue;
      }
      String name = block.file().substring(project.length() + 1);
      boolean source = name.endsWith(".java");
      boolean resource = name.startsWith("src/main/resources/");
      Path file = folder.resolve(name);
      if (resource || project.equals("yaml-app")) {
        file = classes.resolve(name.replace("src/main/resources/", ""));
      }
      Files.createDirectories(file.getParent());
      Files.writeString(file, block.text().replace("8080", String.valueOf(port)));
      if (source) {
        sources.add(file.toString());
      }
    }
    if (!sources.isEmpty()) {
      compile(sources);
    }
    return this;
  }

  private void compile(List<String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-cp", classPath(), "-d", classes.toString(), "-parameters"));
    arguments.addAll(sources);
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
        .as("what the compiler says of %s", sources)
        .isZero();
  }

  HostProcess start(String main) throws IOException {
    List<String> command = new ArrayList<>(List.of(ChildJvm.JAVA));
    command.addAll(HubJar.options(classes));
    command.add(main);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
    process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return this;
  }

  private String classPath() {
    return classes + File.pathSeparator + System.getProperty("java.class.path");
  }

  /** Posts a booking as soon as webhooks are taken, and again with a wrong proof. */
  void post() {
    URI listener = URI.create("http://127.0.0.1:" + port + "/hooks/ownerrez/" + LISTENER);
    byte[] body = Host.booking(1);
    Map<String, String> proof = Senders.basic("hub", "a-long-password");
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(
            () -> {
              assertThat(process.isAlive()).as(() -> log()).isTrue();
              return senders.post(listener, body, proof).statusCode() == 200;
            });
    assertThat(senders.post(listener, body, Senders.basic("hub", "wrong")).statusCode())
        .isEqualTo(401);
  }

  String get(String path) {
    URI target = URI.create("http://127.0.0.1:" + port + path);
    return senders.send("GET", target, new byte[0], Map.of()).body();
  }

  /** What the application's own route has written of the event. */
  void awaitStay() {
    Path stays = folder.resolve("out/stays.jsonl");
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertThat(stays)
                    .content()
                    .as(() -> log())
                    .containsOnlyOnce("\"eventType\":\"reservation.created\""));
  }

  /** Stops it as a user does; no thread of Bellhop keeps it alive. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends within 30 s").isTrue();
    assertThat(process.exitValue()).as(() -> log()).isIn(0, 143);
    assertThat(log()).doesNotContain("ERROR");
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
