package io.bellhop.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.config.Options;
import io.bellhop.runtime.StandaloneServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class GateTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void before_all_is_loaded_and_after_the_stop_has_begun_a_sender_gets_503_and_retries()
      throws Exception {
    Options options =
        StandaloneServer.options(new Properties(), Map.of()).with(Map.of("bellhop.http.port", "0"));
    HttpAddresses addresses = HttpAddresses.of(options);
    int port = addresses.hooks().port();
    HubHttpServer server = new HubHttpServer(options, addresses);
    try (CamelContext context = new DefaultCamelContext()) {
      context.addService(server, true, true);
      context.start();

      unavailable(post(port));
      server.open();
      assertThat(post(port).statusCode()).as("there is nothing").isEqualTo(404);
      server.shut();
      unavailable(post(port));
    }
  }

  private static void unavailable(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).contains("5");
    assertThat(answer.body()).startsWith("{\"errors\":{\"code\":\"service_unavailable\"");
  }

  private HttpResponse<String> post(int port) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hooks/a/b"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
