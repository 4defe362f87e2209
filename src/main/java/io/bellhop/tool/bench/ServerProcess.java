package io.bellhop.tool.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A server in a separate JVM, with the same memory as this one, so that its threads are separate,
 * its code is cold at the start, and the bench can kill it.
 */
final class ServerProcess implements AutoCloseable {
  private static final String MAIN = "io.bellhop.Bellhop";
  private static final String CLASS_PATH = classPath();
  private static final int STOP_SECONDS = 60;

  private final Process process;
  private final URI url;
  private final double startSeconds;

  private ServerProcess(ProcessBuilder builder, String ready, Path log)
      throws IOException, InterruptedException {
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long began = System.nanoTime();
    this.process = builder.start();
    // A bench that is stopped leaves no server behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith(ready)) {
      line = lines.readLine();
    }
    if (line == null) {
      process.waitFor();
      throw new IllegalStateException("the server does not start: " + Files.readString(log));
    }
    this.startSeconds = (System.nanoTime() - began) / 1e9;
    this.url = URI.create(line.substring(ready.length()).strip());
  }

  /** Its parts may be relative to a folder that is not the server's. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** A hub, as a user starts it. */
  static ServerProcess hub(BenchSettings settings, Map<String, String> options)
      throws IOException, InterruptedException {
    List<String> program =
        CLASS_PATH.endsWith(".jar") && !CLASS_PATH.contains(File.pathSeparator)
            ? List.of("-jar", CLASS_PATH)
            : List.of("-cp", CLASS_PATH, MAIN);
    return start(settings, options, program, "bellhop ready: ");
  }

  static ServerProcess bare(BenchSettings settings) throws IOException, InterruptedException {
    String quiet = "-Dlogback.configurationFile=io/bellhop/tool/cli/logback.xml";
    return start(
        settings,
        Map.of(),
        List.of(quiet, "-cp", CLASS_PATH, BareProgram.class.getName()),
        BareProgram.READY);
  }

  private static ServerProcess start(
      BenchSettings settings, Map<String, String> options, List<String> program, String ready)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-X"))
        .forEach(command::add);
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command).directory(settings.data().toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
    builder.environment().putAll(settings.environment(options));
    return new ServerProcess(builder, ready, settings.data().resolve("server.log"));
  }

  URI url() {
    return url;
  }

  ProcessThreads threads() {
    return new ProcessThreads(process.pid());
  }

  /** The time from its first instruction until it reported that it was ready. */
  double startSeconds() {
    return startSeconds;
  }

  /** As by kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
