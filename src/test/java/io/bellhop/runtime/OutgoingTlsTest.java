package io.bellhop.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Api;
import io.bellhop.support.TestHub;
import io.bellhop.support.TestTls;
import io.bellhop.tool.fixture.HubClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Bellhop calls has a certificate of a private authority, which Java's trust store has. */
class OutgoingTlsTest {
  private static final String TRUST = "javax.net.ssl.trustStore";
  private static final String PASSWORD = "javax.net.ssl.trustStorePassword";

  private final Queue<String> called = new ConcurrentLinkedQueue<>();

  @Test
  void a_provider_s_api_and_a_subscriber_are_called_by_tls(@TempDir Path folder) throws Exception {
    System.setProperty(TRUST, TestTls.trustStore(folder).toString());
    System.setProperty(PASSWORD, "changeit");
    Vertx vertx = Vertx.vertx();
    try (TestHub hub =
        TestHub.start(
            Map.of("bellhop.providers", "ownerrez", "bellhop.delivery.allow-private", "true"))) {
      URI server = serve(vertx);
      HubClient.Account account = hub.account("ownerrez", server);

      assertThat(hub.sync(account, true).path("state").asText()).isEqualTo("done");
      assertThat(called).anyMatch(path -> path.startsWith("/v2/bookings"));

      Api.of(hub)
          .post(
              "/webhooks/test",
              "{'webhook':{'callback_url':'"
                  + server
                  + "/events','event_mask':'*','is_global':true}}",
              200);
      assertThat(called).contains("/events");
    } finally {
      System.clearProperty(TRUST);
      System.clearProperty(PASSWORD);
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private URI serve(Vertx vertx) {
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(TestTls.FOLDER.resolve("server.pem").toString())
                            .setKeyPath(TestTls.FOLDER.resolve("server.key").toString())))
            .requestHandler(
                request -> {
                  called.add(request.path());
                  request
                      .response()
                      .putHeader("content-type", "application/json")
                      .end("{\"items\":[]}");
                });
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    return URI.create("https://localhost:" + server.actualPort());
  }
}
