package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.runtime.StandaloneServer;
import io.bellhop.support.ChildJvm;
import io.bellhop.support.FreePort;
import io.bellhop.support.Freezer;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.HubClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A hub in a JVM of its own, which can be killed and started again on the same database. */
final class HubProcess implements AutoCloseable {
  private static final String API_KEY = "crash-key";

  /** What stands before the URL when it serves. */
  static final String READY = "bellhop ready: ";

  static final String MAIN = "io.bellhop.Bellhop";

  private final Map<String, String> environment = new HashMap<>();
  private final Path folder;
  private Process process;
  private StandaloneServer successor;
  private URI url;
  private int debugPort;
  private Debugger debugger;

  /** Hubs on one database have one key: what one has encrypted the others must read. */
  static final Map<String, String> SHARED_KEY =
      Map.of("BELLHOP_SECRET_KEY", "dHdvLWh1YnMtb24tb25lLWRhdGFiYXNlLXNlY3JldC4=");

  /** A subscriber on loopback, whose deliveries are retried soon. */
  static final Map<String, String> SUBSCRIBER_ON_LOOPBACK =
      Map.of("BELLHOP_DELIVERY_ALLOW_PRIVATE", "true", "BELLHOP_DELIVERY_RETRY_SCALE", "0.01");

  /** The same, where leases of a dead node have to run out: soon. */
  static final Map<String, String> SHORT_LEASES =
      Map.of(
          "BELLHOP_DELIVERY_ALLOW_PRIVATE",
          "true",
          "BELLHOP_DELIVERY_RETRY_SCALE",
          "0.01",
          "BELLHOP_INBOX_LEASE",
          "2s",
          "BELLHOP_DELIVERY_LEASE",
          "2s");

  HubProcess(Store store, String providers, Map<String, String> options) {
    this(store.durableUrl(), providers, options);
  }

  /**
   * @param providers those whose routes it has, since the fewer they are the sooner it has started;
   *     empty for all
   */
  HubProcess(String databaseUrl, String providers, Map<String, String> options) {
    try {
      folder = Files.createTempDirectory("bellhop-crash-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment.put("BELLHOP_HTTP_PORT", "0");
    environment.put("BELLHOP_MANAGEMENT_PORT", "0");
    environment.put("BELLHOP_API_KEY", API_KEY);
    environment.put("BELLHOP_DATA", folder.toString());
    environment.put("BELLHOP_DB_URL", databaseUrl);
    // A test is through before it would pay.
    environment.put("BELLHOP_WARM_UP", "0s");
    environment.put("BELLHOP_PROVIDERS", providers);
    environment.put("BELLHOP_PROVIDER_ALLOW_PRIVATE", "true");
    environment.put("BELLHOP_DB_USER", Store.user(databaseUrl));
    environment.put("BELLHOP_DB_POOL_SIZE", Store.POOL_SIZE);
    environment.putAll(options);
  }

  /** How often a hub is killed: as the suite has time for, or as often as an option demands. */
  static int kills(int usual) {
    return Integer.getInteger("bellhop.crash.kills", usual);
  }

  HubProcess start() throws IOException {
    return start(HubJar.options());
  }

  /** Starts one that can be held at a place of its code. */
  HubProcess startWithDebugger() throws IOException {
    debugPort = FreePort.any();
    List<String> options = new ArrayList<>(HubJar.options());
    options.add(Debugger.option(debugPort));
    return start(options);
  }

  /**
   * Starts a hub in this JVM, at a fraction of the cost of a process. For hubs that the test
   * neither kills nor freezes, such as one that reads what a killed process has left.
   */
  HubProcess startHere(Clock clock) {
    assertThat(isAlive()).isFalse();
    successor =
        StandaloneServer.start(StandaloneServer.options(new Properties(), environment), clock);
    url = successor.url();
    return this;
  }

  HubProcess startHere() {
    return startHere(Clock.systemUTC());
  }

  /** Has each thread stop that comes to a method, until {@link #letGo} or its end. */
  Debugger.Place hold(String type, String method) throws Exception {
    return debugger().hold(type, method);
  }

  /** Has a method throw an IOException. */
  void fail(String type, String method, String message) throws Exception {
    debugger().fail(type, method, message);
  }

  private Debugger debugger() throws Exception {
    if (debugger == null) {
      debugger = new Debugger(debugPort);
    }
    return debugger;
  }

  /** Threads that are held go on. */
  void letGo() {
    if (debugger != null) {
      debugger.close();
      debugger = null;
    }
  }

  /** Has it take webhooks, and deliver their events. */
  void work() throws Exception {
    try (CrashSubscriber subscriber = new CrashSubscriber()) {
      subscriber.subscribe(client());
      HubClient.Account account = Load.makeAccount(client());
      new Load().during(10, () -> at(account.listener()), () -> {});
      client().awaitSettled(Duration.ofMinutes(1));
    }
  }

  /** Starts it by java's options, class path included. */
  HubProcess start(List<String> options) throws IOException {
    List<String> command = new ArrayList<>(List.of(ChildJvm.JAVA));
    command.addAll(options);
    command.add(MAIN);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    process = builder.start();
    url = readUrl();
    return this;
  }

  private URI readUrl() throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Files.write(log(), List.of(line), java.nio.file.StandardOpenOption.APPEND);
      if (line.startsWith(READY)) {
        // The process may not block because its output is not read.
        Thread drain = new Thread(() -> drain(lines));
        drain.setDaemon(true);
        drain.start();
        return URI.create(line.substring(READY.length()).trim());
      }
    }
    throw new IllegalStateException("the hub does not start: " + Files.readString(log()));
  }

  private static void drain(BufferedReader lines) {
    try {
      lines.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The process was killed.
    }
  }

  /** A client of the hub as it runs now: each start has a port of its own. */
  HubClient client() {
    return new HubClient(url, API_KEY);
  }

  /** Where a listener is now. */
  URI at(URI listener) {
    return url.resolve(listener.getPath());
  }

  boolean isAlive() {
    return successor != null || hasProcess();
  }

  private boolean hasProcess() {
    return process != null && process.isAlive();
  }

  /** SIGSTOP. */
  void freeze() throws IOException, InterruptedException {
    Freezer.freeze(process.toHandle());
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    Freezer.thaw(process.toHandle());
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    exitCode();
    letGo();
  }

  /** Of one that ends by itself. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** SIGTERM; gives the exit code. */
  int terminate() throws InterruptedException {
    return terminate(Duration.ofSeconds(30));
  }

  /** The same, with another patience. */
  int terminate(Duration patience) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
        .as("it ends within %s", patience)
        .isTrue();
    return process.exitValue();
  }

  /** All that it has logged. */
  String logged() throws IOException {
    return Files.readString(log());
  }

  private Path log() {
    return folder.resolve("hub.log");
  }

  @Override
  public void close() throws Exception {
    if (successor != null) {
      successor.close();
    }
    if (hasProcess()) {
      kill();
    }
  }
}
