package io.bellhop.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Camel 4.24 comes with Vert.x 5, which renames some of what is called here: the classes that know
 * Vert.x are few, and each is one change. A new one belongs behind one of these.
 */
class VertxImportsTest {
  private static final Path MAIN = Path.of("src", "main", "java");

  /**
   * The server of the hub and the client that delivers. The server is seven classes: what it
   * listens to with its ports and certificates, its gate, the webhooks and the requests for coming
   * events that it takes on its event loop, and how all of them write an answer.
   */
  private static final Set<String> OF_THE_HUB =
      Set.of(
          "HubHttpServer",
          "HttpPort",
          "TlsFiles",
          "RequestGate",
          "WebhookRequests",
          "LiveRequests",
          "Answers",
          "DeliveryHttpClient",
          "PostExchange");

  /** Fake APIs, subscribers and load: none of it runs in a hub. */
  private static final Set<String> OF_THE_TOOLS =
      Set.of(
          "FixtureApi",
          "Loopback",
          "BenchSubscriber",
          "ListenServer",
          "BadSubscribers",
          "LoadGenerator",
          "PostConnection",
          "PostConnections",
          "BareServer");

  @Test
  void only_the_server_the_delivery_client_and_the_tools_know_vertx() throws IOException {
    Set<String> allowed = new TreeSet<>(OF_THE_HUB);
    allowed.addAll(OF_THE_TOOLS);

    assertThat(importers()).isEqualTo(allowed);
  }

  private static Set<String> importers() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(VertxImportsTest::hasVertx)
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean hasVertx(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .anyMatch(line -> line.matches("import (static )?io\\.vertx\\..*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
