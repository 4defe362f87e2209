package io.bellhop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.HubClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a provider's folder can say of its listener, over HTTP and down to the tables. */
class IngestTest {
  private static final String FOLDERS = "src/test/resources/routes-extra/ingest";
  private static final String CARD = "4111111111111111";
  private static final String SECRET = "00112233445566778899aabbccddeeff";

  private static final TestHub HUB = TestHub.start(Map.of("bellhop.routes.extra", FOLDERS));

  private String url;
  private TestHub hub = HUB;

  @AfterAll
  static void stop() throws Exception {
    HUB.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void card_data_reaches_no_table(Store store) throws Exception {
    url = store.freshUrl();
    hub = TestHub.startAt(url, Map.of("bellhop.routes.extra", FOLDERS));
    HubClient.Account account = account("sums", "{'secret':'" + SECRET + "'}");
    String body =
        "{'type':'stay','hotel':'h1','stay':{'id':7,'price':310.50,'paid':[{'card_number':'"
            + CARD
            + "','cvc':'737','brand':'visa'}],'passport':'P-1234567'}}";

    assertThat(post(account, body, Instant.now())).isEqualTo(200);

    assertThat(hub.settledEvents(account)).hasSize(1);
    assertThat(hub.events(account).toString()).contains("visa", "310.50").doesNotContain(CARD);
    hub.close();
    List<String> cells = everything();
    assertThat(cells)
        .as("the body is there")
        .contains(
            "{'type':'stay','hotel':'h1','stay':{'id':7,'price':310.50,'paid':[{'brand':'visa'}]}}"
                .replace('\'', '"'));
    assertThat(String.join("\n", cells)).doesNotContain(CARD, "737'", "\"737", "P-1234567");
  }

  @Test
  void a_repeat_is_known_by_its_body_without_the_card() throws Exception {
    HubClient.Account account = account("sums", "{'secret':'" + SECRET + "'}");

    post(account, "{'type':'stay','hotel':'h1','stay':{'id':7},'cvc':'1'}", Instant.now());
    hub.awaitSettled();
    post(account, "{'type':'stay','hotel':'h1','stay':{'id':7},'cvc':'2'}", Instant.now());

    assertThat(hub.settledEvents(account)).hasSize(1);
    assertThat(hub.statuses(account)).containsExactly("done", "duplicate");
  }

  @Test
  void a_signature_must_be_of_this_body_and_of_now() throws Exception {
    HubClient.Account account = account("sums", "{'secret':'" + SECRET + "'}");
    String body = "{\"type\":\"stay\",\"hotel\":\"h1\",\"stay\":{\"id\":7}}";
    String now = "" + Instant.now().toEpochMilli();
    String verifier = sign(now, body);

    assertThat(send(account, body, Map.of("X-Sums-Proof", verifier, "X-Sums-Time", now)))
        .isEqualTo(200);
    assertThat(send(account, body + " ", Map.of("X-Sums-Proof", verifier, "X-Sums-Time", now)))
        .isEqualTo(401);
    assertThat(send(account, body, Map.of("X-Sums-Proof", verifier))).isEqualTo(401);
    assertThat(send(account, body, Map.of("X-Sums-Time", now))).isEqualTo(401);
    assertThat(send(account, body, Map.of())).isEqualTo(401);
    assertThat(post(account, body, Instant.now().minusSeconds(600))).isEqualTo(401);
    hub.awaitSettled();
    assertThat(hub.statuses(account)).containsExactly("done");
  }

  @Test
  void the_header_of_the_signature_is_not_kept() throws Exception {
    HubClient.Account account = account("sums", "{'secret':'" + SECRET + "'}");
    post(account, "{'type':'stay','hotel':'h1','stay':{'id':7}}", Instant.now());
    hub.awaitSettled();

    JsonNode row =
        hub.client().call("GET", "/inbox/" + onlyId(account), null).at("/data/attributes/headers");

    assertThat(row.path("x-sums-proof").asText()).isEqualTo("***");
    assertThat(row.path("x-sums-time").asText()).matches("[0-9]+");
  }

  @Test
  void of_a_provider_of_arrays_an_object_is_a_dead_letter() throws Exception {
    HubClient.Account open = account("letters", "{}");

    assertThat(send(open, "[{\"id\":1,\"type\":\"a\"}]", Map.of())).isEqualTo(200);
    assertThat(send(open, "{\"id\":1}", Map.of())).isEqualTo(200);
    hub.awaitSettled();
    assertThat(hub.statuses(open)).containsExactly("ignored", "dead");
    JsonNode row = hub.inbox(open).get(1);
    assertThat(row.path("native_event").asText()).isEqualTo("a");
    assertThat(row.path("idempotency_key").asText()).matches("1 sha256:[0-9a-f]{64}");
    assertThat(row.path("order_key").asText()).matches(".*sha256:[0-9a-f]{64}");
  }

  @Test
  void an_optional_verifier_binds_the_accounts_that_have_it() throws Exception {
    HubClient.Account open = account("letters", "{}");
    HubClient.Account own = account("letters", "{'header':'X-Hotel','value':'hush'}");

    assertThat(send(open, "[]", Map.of())).isEqualTo(200);
    assertThat(send(own, "[]", Map.of())).isEqualTo(401);
    assertThat(send(own, "[]", Map.of("X-Hotel", "Hush"))).isEqualTo(401);
    assertThat(send(own, "[]", Map.of("x-hotel", "hush"))).isEqualTo(200);
  }

  @Test
  void a_webhook_for_another_tenant_is_taken_and_ignored_and_says_so() {
    HubClient.Account account = account("sums", "{'secret':'" + SECRET + "'}");

    assertThat(post(account, "{'type':'stay','hotel':'h2-private','stay':{'id':7}}", Instant.now()))
        .isEqualTo(200);
    hub.awaitSettled();

    JsonNode row = hub.inbox(account).get(0);
    assertThat(row.path("status").asText()).isEqualTo("ignored");
    assertThat(row.path("error").asText()).isNotEmpty().doesNotContain("h2-private", "h1");
    assertThat(hub.events(account)).isEmpty();
  }

  @Test
  void one_url_for_all_customers_finds_each_account_by_its_external_id() {
    HubClient.Account vendor = customer("sums", "vendor", "*", "{'secret':'" + SECRET + "'}");
    HubClient.Account first = customer("sums", "vendor", "c1", "{}");
    HubClient.Account foreign = customer("sums", "elsewhere", "c2", "{}");
    String forFirst = "{'type':'stay','hotel':'c1','stay':{'id':1}}";
    String forSecond = "{'type':'stay','hotel':'c2','stay':{'id':2}}";

    assertThat(send(vendor, forFirst, Map.of())).isEqualTo(401);
    assertThat(send(vendor, forSecond, Map.of())).isEqualTo(401);
    assertThat(send(vendor, "{}", Map.of())).isEqualTo(401);
    assertThat(post(vendor, forFirst, Instant.now())).isEqualTo(200);
    assertThat(post(vendor, forSecond, Instant.now())).isEqualTo(200);
    assertThat(post(vendor, "{'type':'stay','stay':{'id':3}}", Instant.now())).isEqualTo(200);
    assertThat(post(vendor, "{'type':'stay','hotel':'*','stay':{'id':4}}", Instant.now()))
        .isEqualTo(200);

    assertThat(hub.settledEvents(first)).hasSize(1);
    assertThat(hub.events(foreign)).as("another workspace").isEmpty();
    assertThat(hub.inbox(foreign)).isEmpty();
    assertThat(hub.inbox(vendor))
        .extracting(row -> row.path("status").asText() + ": " + row.path("error").asText())
        .satisfiesExactlyInAnyOrder(
            row -> assertThat(row).startsWith("dead: no account").contains("external_id c2"),
            row ->
                assertThat(row).startsWith("dead: no account").contains("that the webhook names"),
            row -> assertThat(row).startsWith("dead: it does not name its customer"));

    HubClient.Account second = customer("sums", "vendor", "c2", "{}");
    hub.client().call("POST", "/inbox/" + deadId(vendor, "c2") + "/replay", null);

    assertThat(hub.settledEvents(second)).hasSize(1);
    assertThat(hub.statuses(vendor)).containsExactlyInAnyOrder("merged", "dead", "dead");
    assertThat(notes(second)).doesNotContain("no secret");
    assertThat(notes(vendor)).contains("for all customers");
    assertThat(notes(foreign)).contains("webhook has no secret");
  }

  @Test
  void where_webhooks_name_no_customer_no_account_stands_for_all() {
    assertThatThrownBy(() -> customer("letters", "vendor", "*", "{}"))
        .hasMessageContaining("webhooks of this provider do not name theirs");
  }

  @Test
  void a_customer_may_be_named_by_a_header() {
    HubClient.Account vendor = customer("parcels", "parcels", "*", "{}");
    HubClient.Account first = customer("parcels", "parcels", "c1", "{}");
    String body = "{\"type\":\"a\",\"id\":1}";

    assertThat(send(vendor, body, Map.of("X-Customer", "c1"))).isEqualTo(200);
    assertThat(send(first, body, Map.of("X-Customer", "c2"))).isEqualTo(200);

    hub.awaitSettled();
    assertThat(hub.inbox(first))
        .extracting(row -> row.path("error").asText())
        .satisfiesExactlyInAnyOrder(
            own -> assertThat(own).doesNotContain("tenant"),
            other -> assertThat(other).contains("another tenant"));
  }

  @Test
  void a_parameter_that_is_wrong_stops_the_start_and_is_named(@TempDir Path folder)
      throws Exception {
    String good = Files.readString(Path.of(FOLDERS, "sums", "sums.camel.yaml"));
    Files.writeString(
        Files.createDirectory(folder.resolve("sums")).resolve("sums.camel.yaml"),
        good.replace("value: sha512", "value: md5"));

    assertThatThrownBy(() -> TestHub.start(Map.of("bellhop.routes.extra", folder.toString())))
        .hasStackTraceContaining(
            "parameter signatureAlgorithm must be one of sha1, sha256, sha512, was: md5");
  }

  private HubClient.Account account(String provider, String webhook) {
    return customer(provider, "default", "h1", webhook);
  }

  private HubClient.Account customer(
      String provider, String workspace, String externalId, String webhook) {
    ObjectNode fields = new ObjectMapper().createObjectNode();
    fields.put("provider", provider).put("name", "Hotel Example").put("workspace_id", workspace);
    fields.put("external_id", externalId);
    fields.set("webhook", parsed(webhook));
    return hub.client().makeAccount(fields);
  }

  private int post(HubClient.Account account, String withSingleQuotes, Instant at) {
    String body = withSingleQuotes.replace('\'', '"');
    String time = "" + at.getEpochSecond();
    return send(account, body, Map.of("X-Sums-Proof", sign(time, body), "X-Sums-Time", time));
  }

  private int send(HubClient.Account account, String body, Map<String, String> headers) {
    return hub.senders().post(account.listener(), body.getBytes(UTF_8), headers).statusCode();
  }

  private String notes(HubClient.Account account) {
    return hub.client()
        .call("GET", "/integration_accounts/" + account.id(), null)
        .at("/data/attributes/notes")
        .toString();
  }

  private String deadId(HubClient.Account account, String customer) {
    for (JsonNode row :
        hub.client()
            .call("GET", "/inbox?status=dead&integration_account_id=" + account.id(), null)
            .path("data")) {
      if (row.at("/attributes/error").asText().contains(customer)) {
        return row.path("id").asText();
      }
    }
    throw new AssertionError("no dead letter for " + customer);
  }

  private String onlyId(HubClient.Account account) {
    List<String> ids = new ArrayList<>();
    for (JsonNode row : hub.client().call("GET", "/inbox", null).path("data")) {
      if (row.at("/attributes/integration_account_id").asText().equals(account.id())) {
        ids.add(row.path("id").asText());
      }
    }
    assertThat(ids).hasSize(1);
    return ids.get(0);
  }

  private static String sign(String time, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(SECRET), "HmacSHA512"));
      byte[] signature = mac.doFinal((time + "." + body).getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signature);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parsed(String withSingleQuotes) {
    try {
      return new ObjectMapper().readTree(withSingleQuotes.replace('\'', '"'));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Each cell of each table, bytes as text. */
  private List<String> everything() throws Exception {
    List<String> cells = new ArrayList<>();
    String user = url.startsWith("jdbc:postgresql") ? "postgres" : "";
    try (Connection connection = DriverManager.getConnection(url, user, "")) {
      for (String table : tables(connection)) {
        try (Statement s = connection.createStatement();
            ResultSet rows = s.executeQuery("select * from " + table)) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              cells.add(cell(rows, i));
            }
          }
        }
      }
    }
    return cells;
  }

  private static List<String> tables(Connection connection) throws Exception {
    List<String> names = new ArrayList<>();
    try (Statement s = connection.createStatement();
        ResultSet rows =
            s.executeQuery(
                "select table_name from information_schema.tables where lower(table_schema) ="
                    + " 'public'")) {
      while (rows.next()) {
        names.add('"' + rows.getString(1) + '"');
      }
    }
    return names;
  }

  private static String cell(ResultSet rows, int column) throws Exception {
    boolean bytes =
        rows.getMetaData()
            .getColumnTypeName(column)
            .toLowerCase(java.util.Locale.ROOT)
            .matches("bytea|bin.*|varbin.*|blob");
    if (bytes) {
      byte[] content = rows.getBytes(column);
      return content == null ? "" : new String(content, UTF_8);
    }
    return "" + rows.getString(column);
  }
}
