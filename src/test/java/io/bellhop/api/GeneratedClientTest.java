package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Bookings;
import io.bellhop.support.ChildJvm;
import io.bellhop.support.Receiver;
import io.bellhop.support.TestHub;
import java.io.File;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that a generator makes of the document compiles and works: {@code
 * src/test/resources/openapi/Walk.java} is written against it. Maven copies the generator, which is
 * a program of its own and on no class path, to {@code target/tools}.
 */
@Tag("slow")
class GeneratedClientTest {
  private static final Path TOOLS = Path.of("target", "tools");
  private static final String PACKAGE = "io.bellhop.client";

  @TempDir Path folder;

  @Test
  void a_generated_client_walks_through_accounts_subscriptions_and_events() throws Exception {
    List<Path> sources = generate();
    sources.add(Path.of("src/test/resources/openapi/Walk.java"));
    Path classes = compile(sources);

    try (TestHub hub =
            TestHub.start(
                Map.of("bellhop.providers", "ownerrez", "bellhop.delivery.allow-private", "true"));
        Receiver receiver = new Receiver();
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {classes.toUri().toURL(), tool("jakarta.annotation-api").toUri().toURL()},
                getClass().getClassLoader())) {
      Bookings.of(hub).send(7001);

      Object found =
          loader
              .loadClass("Walk")
              .getMethod("walk", String.class, String.class, String.class, String.class)
              .invoke(
                  null,
                  hub.server().url().toString(),
                  TestHub.API_KEY,
                  "ownerrez",
                  receiver.url("/hook"));

      assertThat(found)
          .isEqualTo(
              List.of(
                  "by the client, renamed",
                  "404",
                  "whsec_",
                  "reservation.created",
                  "7001",
                  "done"));
    }
  }

  private List<Path> generate() throws Exception {
    Path document = folder.resolve("openapi.json");
    Files.writeString(document, OpenApiDocument.read().toString());
    Path log = folder.resolve("generator.log");
    List<String> command = new ArrayList<>(List.of(ChildJvm.JAVA));
    command.addAll(ChildJvm.OPTIONS);
    command.addAll(
        List.of(
            "-jar",
            tool("openapi-generator-cli").toString(),
            "generate",
            "--input-spec=" + document,
            "--generator-name=java",
            "--library=native",
            "--output=" + folder.resolve("client"),
            "--invoker-package=" + PACKAGE,
            "--api-package=" + PACKAGE + ".api",
            "--model-package=" + PACKAGE + ".model",
            "--additional-properties=openApiNullable=false,useJakartaEe=true"));
    Process generator =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(generator.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(generator.exitValue()).as(Files.readString(log)).isZero();
    try (Stream<Path> files = Files.walk(folder.resolve("client/src/main"))) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(".java")).toList());
    }
  }

  private Path compile(List<Path> sources) throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiles =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-nowarn",
                      "-d",
                      classes.toString(),
                      "-classpath",
                      System.getProperty("java.class.path")
                          + File.pathSeparator
                          + tool("jakarta.annotation-api")),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiles).as(said.toString()).isTrue();
    }
    return classes;
  }

  private static Path tool(String name) {
    Path jar = TOOLS.resolve(name + ".jar");
    assertThat(jar).as("mvn process-test-resources copies it").exists();
    return jar;
  }
}
