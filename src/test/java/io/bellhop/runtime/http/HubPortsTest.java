package io.bellhop.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.support.TestHub;
import io.bellhop.support.TestNode;
import io.bellhop.support.TestTls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is reached from outside: TLS, a port for webhooks alone, a prefix, a proxy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HubPortsTest {
  private static final String BODY = "{\"type\":\"stay\",\"id\":1}";
  private static final String LINK = "(?:href|src|action)=\"(/[^\"]*)\"";

  private Path folder;
  private TestHub hub;
  private StandaloneServer server;
  private HttpClient client;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    client = newClient();
    use("server");
    hub =
        TestHub.start(
            Map.of(
                "bellhop.providers", "things",
                "bellhop.routes.extra", "src/test/resources/routes-extra/ingest",
                "bellhop.api.port", "0",
                "bellhop.http.path-prefix", "/pms/bellhop",
                "bellhop.http.tls.certificate", folder.resolve("tls.pem").toString(),
                "bellhop.http.tls.key", folder.resolve("tls.key").toString(),
                "bellhop.http.tls.reload-interval", "50ms",
                "bellhop.http.trusted-proxies", "127.0.0.1, 10.0.0.0/8",
                "bellhop.management.host", "127.0.0.2"));
    server = hub.server();
  }

  @AfterAll
  void stop() throws Exception {
    hub.close();
  }

  @Test
  void a_webhook_comes_by_tls_to_the_listener_url_that_the_api_gives() throws Exception {
    String listener = account("").at("/data/attributes/listener_url").asText();

    assertThat(listener)
        .startsWith("https://127.0.0.1:" + server.url().getPort() + "/pms/bellhop/hooks/things/");
    assertThat(send("POST", URI.create(listener), BODY, Map.of()).statusCode()).isEqualTo(200);
  }

  @Test
  void the_port_of_webhooks_has_calendars_and_nothing_else_and_that_of_the_api_no_webhooks()
      throws Exception {
    String listener = account("").at("/data/attributes/listener_url").asText();
    for (String path :
        List.of(
            "/api/v1/events",
            "/console",
            "/openapi.json",
            "/reference",
            "/schemas/",
            "/%61pi/v1/events",
            "//api/v1/events",
            "/hooks%2F..%2Fapi/v1/events")) {
      assertThat(get(URI.create(server.url() + path)).statusCode()).as(path).isIn(400, 404);
    }
    URI calendar = URI.create(server.url() + "/calendars/x.ics");
    assertThat(send("POST", calendar, BODY, Map.of()).statusCode())
        .as("channels read calendars from outside too")
        .isEqualTo(405);
    assertThat(get(URI.create(server.api() + "/api/v1/events")).statusCode()).isEqualTo(200);
    URI there = URI.create(listener.replace(server.url().toString(), server.api().toString()));
    assertThat(send("POST", there, BODY, Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void without_the_prefix_there_is_nothing() throws Exception {
    for (String path : List.of("/api/v1/events", "/pms/bellhopapi/v1/events", "/console", "/pms")) {
      assertThat(get(server.api().resolve(path)).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void the_links_the_redirects_and_the_cookie_of_the_console_have_the_prefix() throws Exception {
    HttpResponse<String> signIn = get(URI.create(server.api() + "/console/sign-in"));
    assertThat(signIn.statusCode()).isEqualTo(200);
    List<String> links = links(signIn.body());
    assertThat(links).isNotEmpty().allMatch(link -> link.startsWith("/pms/bellhop/console"));
    for (String link : links) {
      assertThat(get(server.api().resolve(link)).statusCode()).as(link).isIn(200, 303);
    }

    HttpResponse<String> session =
        send(
            "POST",
            URI.create(server.api() + "/console/sign-in"),
            "key=" + TestHub.API_KEY + "\r\n",
            Map.of("Content-Type", "text/plain"));
    assertThat(session.headers().firstValue("location")).contains("/pms/bellhop/console");
    assertThat(session.headers().firstValue("set-cookie").orElseThrow())
        .contains("; Path=/pms/bellhop/console;")
        .endsWith("; Secure");
    String cookie = session.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    HttpResponse<String> overview =
        send("GET", URI.create(server.api() + "/console"), null, Map.of("Cookie", cookie));
    assertThat(overview.statusCode()).isEqualTo(200);
    assertThat(links(overview.body()))
        .hasSizeGreaterThan(7)
        .allMatch(link -> link.startsWith("/pms/bellhop/console"));
  }

  @Test
  void the_documents_of_the_api_have_the_prefix() throws Exception {
    JsonNode document = json(get(URI.create(server.api() + "/openapi.json")));
    assertThat(document.at("/servers/0/url").asText()).isEqualTo("/pms/bellhop/api/v1");
    assertThat(document.at("/paths/~1schemas~1{name}/servers/0/url").asText())
        .isEqualTo("/pms/bellhop/");
    String page = get(URI.create(server.api() + "/reference")).body();
    assertThat(links(page)).allMatch(link -> link.startsWith("/pms/bellhop/"));
    String schema =
        json(get(URI.create(server.api() + "/schemas/"))).at("/data/0/attributes/schema").asText();
    assertThat(get(server.api().resolve(schema)).statusCode()).isEqualTo(200);
  }

  @Test
  void old_versions_of_tls_and_plain_http_are_refused() throws Exception {
    for (URI port : List.of(server.url(), server.api())) {
      assertThatIOException().isThrownBy(() -> handshake(port, "TLSv1.1"));
      assertThat(handshake(port, "TLSv1.2").getSerialNumber().intValue()).isIn(2, 3);
      assertThat(handshake(port, "TLSv1.3").getSerialNumber().intValue()).isIn(2, 3);
      assertThatIOException()
          .isThrownBy(() -> get(URI.create(port.toString().replace("https:", "http:"))));
    }
  }

  @Test
  void a_renewed_certificate_is_served_and_a_broken_one_changes_nothing() throws Exception {
    use("renewed");
    awaitSerial(3);
    Files.writeString(folder.resolve("tls.pem"), "none");
    assertThat(handshake(server.api(), "TLSv1.3").getSerialNumber()).isEqualTo(3);
    use("server");
    awaitSerial(2);
    assertThat(get(URI.create(server.management() + "/observe/metrics")).body())
        .contains("bellhop_tls_certificate_expiry_seconds 4.7");
  }

  @Test
  void the_client_behind_a_trusted_proxy_is_who_the_audit_record_names() throws Exception {
    send(
        "POST",
        URI.create(server.api() + "/api/v1/integration_accounts"),
        "{\"integration_account\":{\"provider\":\"things\",\"name\":\"proxied\"}}",
        Map.of(
            "X-Forwarded-For", "192.0.2.9, 198.51.100.7, 10.0.0.3", "Forwarded", "for=192.0.2.1"));

    JsonNode audit = json(get(URI.create(server.api() + "/api/v1/audit")));
    List<String> addresses = audit.findValuesAsText("address");
    assertThat(addresses).contains("198.51.100.7").doesNotContain("192.0.2.9", "192.0.2.1");
  }

  @Test
  void wrong_keys_are_counted_for_the_client_and_not_for_the_proxy() throws Exception {
    for (int i = 0; i < 25; i++) {
      wrongKey("203.0.113.5", "/api/v1/events");
    }
    assertThat(wrongKey("203.0.113.5", "/api/v1/events")).isEqualTo(429);
    assertThat(wrongKey("203.0.113.5", "/api/v1/events?wait=1s")).isEqualTo(429);
    assertThat(wrongKey("203.0.113.6", "/api/v1/events")).isEqualTo(401);
  }

  @Test
  void a_webhook_from_an_address_that_the_account_does_not_allow_is_refused() throws Exception {
    JsonNode account = account(",\"webhook\":{\"allowed_addresses\":[\"198.51.100.0/24\"]}");
    URI listener = URI.create(account.at("/data/attributes/listener_url").asText());

    assertThat(account.at("/data/attributes/webhook/allowed_addresses").asText())
        .isEqualTo("198.51.100.0/24");
    assertThat(from("198.51.100.20", listener)).isEqualTo(200);
    assertThat(from("198.51.101.20", listener)).isEqualTo(401);
    assertThat(from("198.51.101.20", URI.create(listener + "?a=b"))).as("by Camel").isEqualTo(401);
    JsonNode now =
        json(
            get(
                URI.create(
                    server.api()
                        + "/api/v1/integration_accounts/"
                        + account.at("/data/id").asText())));
    assertThat(now.at("/data/attributes/last_refusal/reason").asText())
        .isEqualTo(
            "the sender's address is not among webhook.allowed_addresses of the account"
                + " (198.51.101.20)");
    assertThat(get(URI.create(server.management() + "/observe/metrics")).body())
        .containsPattern("bellhop_webhooks_rejected_total\\{.*wrong_address.*} 2");
  }

  @Test
  void health_and_metrics_are_where_the_option_says() throws Exception {
    assertThat(server.management().getHost()).isEqualTo("127.0.0.2");
    assertThat(get(URI.create(server.management() + "/observe/health/ready")).statusCode())
        .isEqualTo(200);
    assertThat(get(URI.create(server.management() + "/observe/metrics")).body())
        .containsPattern("(?m)^bellhop_disk_free_bytes [1-9]");
  }

  private JsonNode account(String more) throws Exception {
    return json(
        send(
            "POST",
            URI.create(server.api() + "/api/v1/integration_accounts"),
            "{\"integration_account\":{\"provider\":\"things\",\"name\":\"Hotel Example\""
                + more
                + "}}",
            Map.of()));
  }

  private int from(String address, URI listener) throws Exception {
    return send("POST", listener, BODY, Map.of("X-Forwarded-For", address)).statusCode();
  }

  private int wrongKey(String address, String path) throws Exception {
    return send(
            "GET",
            URI.create(server.api() + path),
            null,
            Map.of("X-Forwarded-For", address, "user-api-key", "wrong"))
        .statusCode();
  }

  private void awaitSerial(int serial) {
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> handshake(server.url(), "TLSv1.3").getSerialNumber().intValue() == serial);
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> handshake(server.api(), "TLSv1.3").getSerialNumber().intValue() == serial);
  }

  private void use(String certificate) throws Exception {
    for (String kind : List.of(".pem", ".key")) {
      Path from =
          Files.copy(TestTls.FOLDER.resolve(certificate + kind), folder.resolve("new" + kind));
      Files.move(from, folder.resolve("tls" + kind), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static X509Certificate handshake(URI port, String version) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) TestTls.client().getSocketFactory().createSocket("127.0.0.1", port.getPort())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static HttpClient newClient() throws Exception {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(TestTls.client())
        .build();
  }

  private HttpResponse<String> get(URI target) throws Exception {
    return send("GET", target, null, Map.of());
  }

  private HttpResponse<String> send(
      String method, URI target, String body, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .header("user-api-key", TestHub.API_KEY)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::setHeader);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return TestNode.MAPPER.readTree(answer.body());
  }

  private static List<String> links(String page) {
    List<String> links = new ArrayList<>();
    var found = java.util.regex.Pattern.compile(LINK).matcher(page);
    while (found.find()) {
      links.add(found.group(1));
    }
    return links;
  }
}
