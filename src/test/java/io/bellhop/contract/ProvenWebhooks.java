package io.bellhop.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Hubs;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** What is proven to come from a provider of the tests, down to the inbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProvenWebhooks {
  static final String FOLDERS = "src/test/resources/routes-extra/ingest";

  static final Map<String, String> OPTIONS =
      Map.of(
          "bellhop.routes.extra",
          FOLDERS,
          "bellhop.secret-key",
          Base64.getEncoder().encodeToString(new byte[32]));
  static final Path REALITY = Path.of("src/test/resources/reality");
  final HttpClient client = HttpClient.newHttpClient();
  private final Hubs hubs = new Hubs(OPTIONS);
  TestHub hub;

  @AfterAll
  void stop() throws Exception {
    hubs.close();
  }

  /** One hub for all tests of a database; each test has accounts of its own. */
  @BeforeEach
  void onH2() {
    on(Store.H2);
  }

  void on(Store store) {
    hub = hubs.on(store);
  }

  static String thing(String id, String more) {
    return "{\"type\":\"t\",\"id\":" + id + "," + more + "}";
  }

  static String id(JsonNode event) {
    return event.at("/data/record/id").asText();
  }

  DataSource database() {
    return hub.server()
        .context()
        .getRegistry()
        .lookupByNameAndType("bellhopDatabase", DataSource.class);
  }

  HubClient.Account account(String provider) {
    ObjectNode fields = new ObjectMapper().createObjectNode();
    fields.put("provider", provider).put("name", "Hotel Example").put("external_id", "h1");
    return hub.client().makeAccount(fields);
  }

  int post(HubClient.Account account, String body) {
    return send(post(account.listener(), body)).statusCode();
  }

  static HttpRequest.Builder post(URI listener, String body) {
    return HttpRequest.newBuilder(listener).POST(HttpRequest.BodyPublishers.ofString(body));
  }

  int post(HubClient.Account account, byte[] body, String header, String value) {
    return send(request(account, body, header, value)).statusCode();
  }

  static HttpRequest.Builder request(
      HubClient.Account account, byte[] body, String header, String value) {
    return HttpRequest.newBuilder(account.listener())
        .header(header, value)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The account's rows with their bodies, the newest first. */
  List<JsonNode> rows(HubClient.Account account) {
    List<JsonNode> rows = new ArrayList<>();
    hub.client()
        .call("GET", "/inbox?integration_account_id=" + account.id(), null)
        .path("data")
        .forEach(row -> rows.add(row(row.path("id").asText())));
    return rows;
  }

  JsonNode row(String id) {
    return hub.client().call("GET", "/inbox/" + id, null).path("data");
  }

  List<JsonNode> attributes(HubClient.Account account) {
    return rows(account).stream().map(row -> row.path("attributes")).toList();
  }

  static JsonNode json(byte[] bytes) {
    try {
      return new ObjectMapper().readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
