package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Options;
import io.bellhop.monitor.StoreHealthCheck;
import io.bellhop.support.Store;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

/** Who is let in, what is found where, and accounts. */
class ApiRoutesTest extends ApiOnStore {
  ApiRoutesTest() {
    super(Store.H2);
  }

  @Test
  void nothing_opens_without_the_key() throws Exception {
    for (String path : List.of("/events", "/inbox", "/nothing", "/integration_accounts/x", "")) {
      assertThat(send("GET", path, null).statusCode()).isEqualTo(401);
      assertThat(send("GET", path, null, "user-api-key", "wrong").statusCode()).isEqualTo(401);
      assertThat(send("GET", path, null, "user-api-key", KEY, "user-api-key", KEY).statusCode())
          .isEqualTo(401);
    }
    assertThat(send("GET", "/events?user-api-key=" + KEY, null).statusCode()).isEqualTo(401);
    assertThat(send("GET", "/events", null).body())
        .isEqualTo(
            "{\"errors\":{\"code\":\"unauthorized\",\"title\":\"The header user-api-key is"
                + " missing or wrong\"}}");
  }

  @Test
  void no_browser_and_no_proxy_stores_an_answer() throws Exception {
    for (String path : List.of("/reservations", "/nothing", "/api_keys")) {
      assertThat(send("GET", path, null, "user-api-key", KEY).headers().map())
          .containsEntry("cache-control", List.of("no-store"));
    }
  }

  @Test
  void unknown_paths_and_methods_have_their_answers() throws Exception {
    for (String path : List.of("/nothing", "/eventsx", "/events/1/2/3", "", "/", "/inbox/x")) {
      assertThat(get(path, 404).at("/errors/code").asText()).isEqualTo("resource_not_found");
    }
    for (String path :
        List.of(
            "/events", "/reservations", "/inbox", "/integration_accounts", "/unmapped_values")) {
      assertThat(call("PATCH", path, "{}", 405).at("/errors/code").asText())
          .isEqualTo("method_not_allowed");
    }
    assertThat(send("DELETE", "/events", null, "user-api-key", KEY).headers().map())
        .containsEntry("allow", List.of("GET, HEAD, OPTIONS"));
  }

  @Test
  void neither_headers_nor_query_can_steer_a_call_or_come_back() throws Exception {
    HttpResponse<String> answer =
        send(
            "GET",
            "/events?after=0",
            null,
            "user-api-key",
            KEY,
            "CamelHttpPath",
            "/api/v1/nothing",
            "CamelHttpRawQuery",
            "after=x",
            "CamelHttpResponseCode",
            "500",
            "CamelSqlQuery",
            "select 1",
            "X-Secret",
            "echo-me");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body() + answer.headers().map()).doesNotContain("echo-me", KEY);

    String query = "CamelHttpPath=/api/v1/nothing&CamelJdbcParameters=echo-me&user-api-key=" + KEY;
    answer = send("GET", "/events?" + query, null, "user-api-key", KEY);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body() + answer.headers().map()).doesNotContain("echo-me", KEY);
  }

  @Test
  void an_account_can_be_made_read_changed_and_deleted() throws Exception {
    JsonNode made =
        call(
            "POST",
            "/integration_accounts",
            """
            {"integration_account": {"provider": "pms", "name": "Seaside", "external_id": 7,
              "api": {"base_url": "http://127.0.0.1:9/", "token": "t", "client_id": "c"},
              "webhook": {"username": "u", "password": "p"}}}
            """,
            201);
    String path = "/integration_accounts/" + made.at("/data/id").asText();

    assertThat(made.at("/data/type").asText()).isEqualTo("integration_account");
    JsonNode attributes = made.at("/data/attributes");
    assertThat(attributes.at("/api").toString())
        .isEqualTo("{\"base_url\":\"http://127.0.0.1:9\",\"client_id\":\"c\",\"token\":\"***\"}");
    assertThat(attributes.at("/webhook").toString())
        .isEqualTo("{\"password\":\"***\",\"username\":\"u\"}");
    assertThat(attributes.at("/listener_url").asText())
        .matches("https://hub\\.example\\.com/hooks/pms/[0-9a-f]{40}");
    assertThat(attributes.at("/created_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(get("/integration_accounts", 200).at("/meta").toString())
        .isEqualTo("{\"page\":1,\"limit\":10,\"total\":1}");

    JsonNode changed = call("PUT", path, "{\"integration_account\":{\"is_active\":false}}", 200);
    assertThat(changed.at("/data/attributes/is_active").asBoolean(true)).isFalse();
    assertThat(changed.at("/data/attributes/name").asText()).isEqualTo("Seaside");
    assertThat(accounts.all().iterator().next().api()).containsEntry("token", "t");

    assertThat(call("POST", path + "/register", "", 422).at("/errors/code").asText())
        .isEqualTo("not_supported");
    assertThat(call("POST", path + "/sync", "", 422).at("/errors/code").asText())
        .isEqualTo("not_supported");
    assertThat(call("DELETE", path, null, 200).toString())
        .isEqualTo("{\"meta\":{\"message\":\"Success\"}}");
    get(path, 404);
    call("DELETE", path, null, 404);
  }

  @Test
  void credentials_that_nothing_reads_are_refused() throws Exception {
    JsonNode error =
        call(
            "POST",
            "/integration_accounts",
            """
            {"integration_account": {"provider": "pms", "name": "n", "webhook": {"secret": "s"}}}
            """,
            422);

    assertThat(error.at("/errors/details/webhook.secret/0").asText())
        .isEqualTo("is unknown; known are password, username");
  }

  @Test
  void a_bad_account_is_refused_with_details() throws Exception {
    JsonNode error =
        call(
            "POST",
            "/integration_accounts",
            "{\"integration_account\":{\"provider\":\"no-such\",\"name\":\"n\"}}",
            422);

    assertThat(error.toString())
        .isEqualTo(
            "{\"errors\":{\"code\":\"validation_error\",\"title\":\"Validation Error\","
                + "\"details\":{\"provider\":[\"must be one of pms\"]}}}");
    assertThat(call("POST", "/integration_accounts", "{nope", 400).at("/errors/code").asText())
        .isEqualTo("bad_request");
    call("POST", "/integration_accounts", "", 400);
    call("POST", "/integration_accounts", "[1]", 422);
  }

  @Test
  void the_document_has_the_calls_of_the_hub_with_their_parameters_and_no_others() {
    assertThat(OpenApiTest.documented()).isEqualTo(OpenApiTest.parameters(routes.calls()));
  }

  @Test
  void schemas_need_no_key_and_nothing_else_can_be_named() throws Exception {
    assertThat(plain("/schemas/event").statusCode()).isEqualTo(200);
    HttpResponse<String> schema = plain("/schemas/record-reservation.json");
    assertThat(mapper.readTree(schema.body()).has("$schema")).isTrue();
    assertThat(schema.headers().firstValue("content-type")).contains("application/json");
    for (String path : List.of("/none", "/../bellhop.properties", "/%2e%2e/bellhop", "/a/event")) {
      assertThat(plain("/schemas" + path).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void a_key_is_made_once_and_kept_as_a_hash() throws Exception {
    Options none = options.with(Map.of("bellhop.api-key", ""));
    ApiKey first = ApiKey.of(none).open(database, true);
    first.keep(database);
    ApiKey second = ApiKey.of(none).open(database, true);

    assertThat(first.newKey().orElseThrow()).hasSize(43);
    assertThat(second.newKey()).isEmpty();
    assertThat(second.matches(first.newKey().orElseThrow())).isTrue();
    assertThat(second.matches("x")).isFalse();
    assertThat(
            number(
                "select count(*) from setting where content like '%" + first.newKey().get() + "%'"))
        .isZero();
    sql("delete from setting");
  }

  @Test
  void without_the_database_it_says_when_to_come_again() throws Exception {
    StoreHealthCheck health = new StoreHealthCheck(database);
    health.setCamelContext(context);
    assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP);
    List<AutoCloseable> all = new ArrayList<>();
    try {
      // Every connection is taken: to a caller that is the same as no database.
      for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
        all.add(pool.getConnection());
      }
      HttpResponse<String> answer = send("GET", "/events", null, "user-api-key", KEY);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      assertThat(health.call().getState()).isEqualTo(HealthCheck.State.DOWN);
    } finally {
      for (AutoCloseable connection : all) {
        connection.close();
      }
    }
  }

  private HttpResponse<String> plain(String path) throws Exception {
    return request("GET", path, null);
  }
}
