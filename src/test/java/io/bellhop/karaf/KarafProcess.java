package io.bellhop.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.ChildJvm;
import io.bellhop.support.FreePort;
import io.bellhop.tool.fixture.Loopback;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.awaitility.Awaitility;

/**
 * A real Karaf in a process of its own, with its own folder of configuration and data beside the
 * installation, all its ports on loopback, and nowhere to fetch anything from.
 */
final class KarafProcess implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("karaf.home"));
  private static final String USER = "karaf";

  private final Path base;
  private final int ssh = FreePort.any();
  private final int jmx = FreePort.any();
  private Process process;

  KarafProcess(Path base) throws IOException {
    this.base = base;
    try (Stream<Path> files = Files.walk(HOME.resolve("etc"))) {
      for (Path file : files.toList()) {
        Files.copy(file, base.resolve(HOME.relativize(file).toString()));
      }
    }
    Files.createDirectory(base.resolve("deploy"));
    configure(
        "org.apache.karaf.shell.cfg",
        Map.of(
            "sshHost",
            Loopback.HOST,
            "sshPort",
            "" + ssh,
            // To make a key of RSA takes seconds.
            "algorithm",
            "EC",
            "keySize",
            "256"));
    configure(
        "org.apache.karaf.management.cfg",
        Map.of(
            "rmiRegistryHost",
            Loopback.HOST,
            "rmiRegistryPort",
            "" + jmx,
            "rmiServerHost",
            Loopback.HOST,
            "rmiServerPort",
            "" + FreePort.any()));
    configure(
        "org.ops4j.pax.url.mvn.cfg",
        Map.of(
            "org.ops4j.pax.url.mvn.repositories",
            "",
            "org.ops4j.pax.url.mvn.localRepository",
            base.resolve("empty").toString()));
    write(
        "users.properties",
        """
        karaf = karaf,_g_:admingroup
        _g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh
        """);
  }

  Path etc() {
    return base.resolve("etc");
  }

  /** Writes a file in etc, as a user with an editor would. */
  void write(String file, String text) throws IOException {
    Files.writeString(etc().resolve(file), text);
  }

  private void configure(String file, Map<String, String> values) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(etc().resolve(file))) {
      properties.load(reader);
    }
    properties.putAll(values);
    try (var writer = Files.newBufferedWriter(etc().resolve(file))) {
      properties.store(writer, null);
    }
  }

  void start() throws IOException {
    ProcessBuilder builder = command("bin/karaf", "server");
    // So that the process is Karaf itself, and not a shell that waits for it.
    builder.environment().put("KARAF_EXEC", "exec");
    builder
        .environment()
        .merge("EXTRA_JAVA_OPTS", "-Xmx512m -Xmn128m", (usual, more) -> usual + " " + more);
    builder.redirectOutput(base.resolve("karaf.out").toFile());
    process = builder.start();
    process.getOutputStream().close();
    Awaitility.await().until(() -> !process.isAlive() || isOpen(ssh));
    assertThat(process.isAlive()).as("Karaf runs").isTrue();
  }

  static boolean isOpen(int port) {
    try (Socket socket = new Socket(Loopback.HOST, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Commands as a user types them; fails when one of them does. Gives all that they print. */
  String client(String... commands) throws Exception {
    Path out = Files.createTempFile(base, "client", ".out");
    ProcessBuilder builder =
        command("bin/client", "-h", Loopback.HOST, "-a", "" + ssh, "-u", USER, "-p", USER, "-b");
    builder.redirectOutput(out.toFile());
    Process client = builder.start();
    try (OutputStream in = client.getOutputStream()) {
      in.write((String.join("\n", commands) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(client.waitFor(90, TimeUnit.SECONDS)).as("the client ends").isTrue();
    String said = Files.readString(out);
    assertThat(client.exitValue()).as(said).isZero();
    return said;
  }

  private ProcessBuilder command(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.set(0, HOME.resolve(words.get(0)).toString());
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(n -> n.startsWith("KARAF_") || n.startsWith("BELLHOP_"));
    // Karaf 4.4 does not start on a Java that has no security manager any more.
    assertThat(Runtime.version().feature()).as("Java of this test").isBetween(17, 23);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("KARAF_BASE", base.toString());
    environment.put("EXTRA_JAVA_OPTS", String.join(" ", ChildJvm.OPTIONS));
    return builder;
  }

  String log() throws IOException {
    return Files.readString(base.resolve("data/log/karaf.log"));
  }

  /** What the log says was wrong, a line each. */
  List<String> errors() throws IOException {
    return log()
        .lines()
        .filter(line -> line.contains("| ERROR |"))
        // Karaf's own shell may get a connection while Karaf stops.
        .filter(line -> !line.contains("org.apache.sshd"))
        .toList();
  }

  /**
   * The names of all threads that live in Karaf, of its own JMX: jstack would be a JVM each time.
   */
  List<String> threads() throws IOException {
    JMXServiceURL url =
        new JMXServiceURL(
            "service:jmx:rmi:///jndi/rmi://%s:%d/karaf-root".formatted(Loopback.HOST, jmx));
    Map<String, ?> user = Map.of(JMXConnector.CREDENTIALS, new String[] {USER, USER});
    try (JMXConnector connector = JMXConnectorFactory.connect(url, user)) {
      ThreadMXBean threads =
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.THREAD_MXBEAN_NAME,
              ThreadMXBean.class);
      return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
          // It may have ended meanwhile.
          .filter(Objects::nonNull)
          .map(ThreadInfo::getThreadName)
          .toList();
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  /** SIGTERM, and whether it ended by itself. */
  boolean stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(40, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null && process.isAlive() && !stop()) {
      kill();
    }
  }
}
