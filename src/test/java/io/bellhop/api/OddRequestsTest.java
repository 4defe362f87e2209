package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.support.Api;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Requests that nobody means, on every route of the API: each gets an answer in the API's own form
 * that says whose fault it is, and never one that says that the hub is broken or busy.
 */
class OddRequestsTest {
  @Nested
  class OnH2 extends Cases {
    OnH2() {
      super(Store.H2);
    }
  }

  @Nested
  class OnPostgres extends Cases {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }
  }

  private record Answer(int status, String body, String allow) {}

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Cases {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NOBODY = UUID.randomUUID().toString();

    private final Store store;
    private TestHub hub;
    private Api api;
    private String account;
    private String webhook;

    Cases(Store store) {
      this.store = store;
    }

    @BeforeAll
    void start() {
      hub = TestHub.start(store, Map.of("bellhop.delivery.allow-private", "true"));
      api = Api.of(hub);
      account =
          api.post(
                  "/integration_accounts",
                  "{'integration_account':{'provider':'ownerrez','name':'odd','api':{'token':'t','base_url':'http://127.0.0.1:9'},"
                      + "'webhook':{'username':'u','password':'p'}}}",
                  201)
              .at("/data/id")
              .asText();
      webhook = api.subscribe("http://127.0.0.1:9/odd");
    }

    @AfterAll
    void stop() throws Exception {
      hub.close();
    }

    private List<String> lists() {
      return List.of(
          "/integration_accounts",
          "/webhooks",
          "/events",
          "/reservations",
          "/records/reservation",
          "/records/conversation",
          "/inbox",
          "/deliveries");
    }

    private List<String> items() {
      return List.of(
          "/integration_accounts/" + account,
          "/integration_accounts/" + account + "/sync",
          "/webhooks/" + webhook,
          "/events/" + NOBODY,
          "/reservations/1",
          "/records/guest/1",
          "/inbox/" + NOBODY,
          "/deliveries/" + NOBODY);
    }

    /** Path, and the name that a good body is wrapped by. */
    private Map<String, String> posts() {
      return Map.of(
          "/integration_accounts",
          "integration_account",
          "/integration_accounts/" + account + "/register",
          "register",
          "/integration_accounts/" + account + "/sync",
          "sync",
          "/webhooks",
          "webhook",
          "/webhooks/test",
          "webhook",
          "/webhooks/" + webhook + "/rotate_secret",
          "webhook",
          "/webhooks/" + webhook + "/replay",
          "replay",
          "/deliveries/retry",
          "retry",
          "/deliveries/" + NOBODY + "/retry",
          "retry",
          "/inbox/" + NOBODY + "/replay",
          "replay");
    }

    @Test
    void queries_that_nothing_reads_are_refused_everywhere() throws IOException {
      List<String> queries =
          List.of(
              "foo=1",
              "foo",
              "=1",
              "=",
              "%00=1",
              "Limit=1",
              "pagination[foo]=1",
              "pagination=1",
              "pagination[page][]=1",
              "page=2",
              "a%20b=1",
              "status[]=dead",
              "stauts=dead",
              "x".repeat(300) + "=1",
              "%F0%9F%8F%A1=1");
      SoftAssertions all = new SoftAssertions();
      for (String path : both(lists(), items())) {
        for (String query : queries) {
          Answer answer = get(path + "?" + query);
          all.assertThat(answer.status()).as(path + "?" + query + answer.body()).isEqualTo(422);
          all.assertThat(json(answer).at("/errors/code").asText()).isEqualTo("validation_error");
        }
      }
      all.assertAll();
      assertThat(json(get("/inbox?stauts=dead")).at("/errors/details/stauts/0").asText())
          .startsWith("is unknown; did you mean status? known are status, provider,");
      assertThat(json(get("/events?event_typ=x")).at("/errors/details/event_typ/0").asText())
          .startsWith("is unknown; did you mean event_type?");
    }

    @Test
    void queries_that_cannot_be_decoded_are_refused_everywhere() throws IOException {
      SoftAssertions all = new SoftAssertions();
      for (String path : both(lists(), items())) {
        for (String query : List.of("%", "%zz", "a=%", "limit=%ff", "%ED%A0%80=1", "a=%C3%28")) {
          Answer answer = get(path + "?" + query);
          all.assertThat(answer.status()).as(path + "?" + query).isIn(400, 422);
          all.assertThat(json(answer).at("/errors/code").isTextual()).as(answer.body()).isTrue();
        }
      }
      all.assertAll();
    }

    @Test
    void values_of_a_wrong_kind_are_refused_by_name() throws IOException {
      Map<String, List<String>> wrong =
          Map.of(
              "/events",
              List.of(
                  "limit=0",
                  "limit=-1",
                  "limit=1e9",
                  "limit=ten",
                  "limit=1&limit=1",
                  "after=-1",
                  "after=999999999999999999",
                  "after=9999999999999999999999",
                  "after=x",
                  "after=" + NOBODY,
                  "after=%00",
                  "integration_account_id=1-1-1-1-1",
                  "integration_account_id=x",
                  "property_id=%00",
                  "property_id=a%0Ab",
                  "property_id=" + "x".repeat(1001),
                  "event_type=reservation.craeted",
                  "event_type=booking.*",
                  "event_type=%00",
                  "event_type=*.created"),
              "/inbox",
              List.of(
                  "status=lost",
                  "status=DEAD",
                  "provider=nobody",
                  "provider=%00",
                  "origin=moon",
                  "integration_account_id=" + NOBODY + "0",
                  "pagination[page]=0",
                  "pagination[page]=-1",
                  "pagination[page]=1e9",
                  "pagination[limit]=0",
                  "pagination[limit]=x",
                  "pagination[limit]=1.5",
                  "pagination[page]=" + "9".repeat(30),
                  "pagination[page]=1&pagination[page]=1",
                  "pagination[page]=%D9%A1"),
              "/deliveries",
              List.of(
                  "status=lost",
                  "webhook_id=x",
                  "event_id=x",
                  "from=yesterday",
                  "to=2026-13-01",
                  "from=2026-01-01",
                  "from=%2B999999999-12-31T23:59:59Z",
                  "to=1900-01-01T00:00:00Z",
                  "pagination[limit]=-5"),
              "/reservations",
              List.of("integration_account_id=x", "property_id=%01", "pagination[page]=0"),
              "/records/reservation",
              List.of("integration_account_id=x", "property_id=%C2%80", "pagination[limit]=0"),
              "/records/reservations",
              List.of(""),
              "/records/reservation/1",
              List.of("integration_account_id=x", "property_id=1"),
              "/webhooks",
              List.of("pagination[page]=x"),
              "/integration_accounts",
              List.of("pagination[limit]=%20"));
      SoftAssertions all = new SoftAssertions();
      for (Map.Entry<String, List<String>> entry : wrong.entrySet()) {
        for (String query : entry.getValue()) {
          Answer answer = get(entry.getKey() + "?" + query);
          all.assertThat(answer.status())
              .as(entry.getKey() + "?" + query + " " + answer.body())
              .isEqualTo(422);
          all.assertThat(json(answer).at("/errors/details").size()).isPositive();
        }
      }
      all.assertAll();
      assertThat(json(get("/records/reservations")).at("/errors/details/type/0").asText())
          .startsWith("is unknown; did you mean reservation?");
    }

    @Test
    void large_and_empty_values_are_answered() throws IOException {
      SoftAssertions all = new SoftAssertions();
      for (String path : lists()) {
        List<String> queries = new ArrayList<>(List.of("", "&", "&&"));
        if (!path.equals("/events")) {
          queries.addAll(
              List.of(
                  "pagination[page]=999999999999",
                  "pagination%5Blimit%5D=1000",
                  "pagination[page]=&pagination[limit]="));
        }
        for (String query : queries) {
          all.assertThat(get(path + "?" + query).status()).as(path + "?" + query).isEqualTo(200);
        }
      }
      all.assertAll();
    }

    @Test
    void ids_and_paths_that_are_none_are_not_found() throws IOException {
      List<String> paths =
          List.of(
              "/nothing",
              "/eventsx",
              "/events/1",
              "/events/" + NOBODY,
              "/events/1-1-1-1-1",
              "/events/" + NOBODY + "/x",
              "/events/%00",
              "/inbox/%ED%A0%80",
              "/inbox/x",
              "/inbox/" + NOBODY + "/body",
              "/deliveries/" + NOBODY,
              "/webhooks/null",
              "/webhooks/undefined",
              "/integration_accounts/0",
              "/integration_accounts/" + account + "/nothing",
              "/reservations/%00",
              "/reservations/a%2Fb",
              "/reservations/" + "x".repeat(900),
              "/records",
              "/records/reservation/1/2",
              "/records/reservation/%01",
              "/deliveries/retry");
      SoftAssertions all = new SoftAssertions();
      for (String path : paths) {
        Answer answer = get(path);
        int expected = path.equals("/deliveries/retry") ? 405 : 404;
        all.assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(expected);
        all.assertThat(json(answer).at("/errors/code").isTextual()).as(answer.body()).isTrue();
      }
      all.assertAll();
    }

    @Test
    void other_methods_name_those_that_there_are_and_a_slash_at_the_end_changes_nothing()
        throws IOException {
      SoftAssertions all = new SoftAssertions();
      for (String path : both(lists(), items())) {
        Answer patch = raw("PATCH", path, "{}", "");
        all.assertThat(patch.status()).as(path).isEqualTo(405);
        all.assertThat(patch.allow()).as(path).contains("GET", "HEAD", "OPTIONS");
        Answer options = raw("OPTIONS", path, null, "");
        all.assertThat(options.status()).as(path).isEqualTo(200);
        all.assertThat(options.allow()).isEqualTo(patch.allow());
        Answer get = get(path);
        Answer head = raw("HEAD", path, null, "");
        all.assertThat(head.status()).as("HEAD " + path).isEqualTo(get.status());
        all.assertThat(head.body()).as("HEAD " + path).isEmpty();
        all.assertThat(get(path + "/").status()).as(path + "/").isEqualTo(get.status());
      }
      all.assertAll();
    }

    @Test
    void a_body_where_none_is_read_is_refused() throws IOException {
      SoftAssertions all = new SoftAssertions();
      for (String path : lists()) {
        all.assertThat(raw("GET", path, "{\"limit\":1}", "application/json").status())
            .as(path)
            .isEqualTo(422);
        all.assertThat(raw("GET", path, "{}", "application/json").status()).as(path).isEqualTo(200);
        all.assertThat(raw("GET", path, "", "application/json").status()).as(path).isEqualTo(200);
      }
      all.assertAll();
    }

    @Test
    void bodies_that_are_no_json_are_bad_requests() throws IOException {
      List<String> bodies =
          List.of(
              "{nope",
              "nope",
              "{} {}",
              "{'a':1}",
              "{\"a\":1E+2147483648}",
              "{\"a\":" + "9".repeat(5000) + "}",
              "{\"a\":NaN}",
              "{\"a\":01}",
              "{\"a\":\"line\nbreak\"}",
              "{\"a\":\"\\ud8\"}",
              "{\"a\":".repeat(2000) + "1" + "}".repeat(2000),
              "\u0000",
              "<a/>");
      SoftAssertions all = new SoftAssertions();
      for (String path : posts().keySet()) {
        for (String body : bodies) {
          Answer answer = raw("POST", path, body, "application/json");
          // What is not there is not there, whatever is sent to it.
          all.assertThat(answer.status())
              .as(path + " " + body.substring(0, Math.min(40, body.length())) + answer.body())
              .isIn(400, 404);
          all.assertThat(json(answer).at("/errors/code").isTextual()).isTrue();
        }
      }
      all.assertAll();
    }

    @Test
    void other_json_is_refused_by_field() throws IOException {
      SoftAssertions all = new SoftAssertions();
      for (Map.Entry<String, String> post : posts().entrySet()) {
        String path = post.getKey();
        String name = post.getValue();
        List<String> bodies =
            List.of(
                "[]",
                "1",
                "\"text\"",
                "[{\"" + name + "\":{}}]",
                "{\"" + name + "\":[]}",
                "{\"" + name + "\":\"text\"}",
                "{\"" + name + "\":{},\"more\":1}",
                "{\"" + name + "\":{\"unknown_field\":1}}",
                "{\"" + name + "x\":{}}",
                "{\"" + name + "\":{\"\":1}}",
                "{\"" + name + "\":{\"a\\u0000\":1}}",
                "{\"" + name + "\":{\"a\":1,\"a\":2}}");
        for (String body : bodies) {
          Answer answer = raw("POST", path, body, "application/json");
          all.assertThat(answer.status())
              .as(path + " " + body + " " + answer.body())
              .isIn(path.contains(NOBODY) ? List.of(404, 422) : List.of(422));
        }
        // JSON's own reader refuses half a character in a name.
        String half = "{\"" + name + "\":{\"half \\ud83d\":1}}";
        all.assertThat(raw("POST", path, half, "application/json").status())
            .as(path + " " + half)
            .isIn(400, 404);
      }
      all.assertAll();
    }

    @Test
    void attributes_of_a_wrong_kind_are_refused() throws IOException {
      List<String> values =
          List.of(
              "[]",
              "{}",
              "true",
              "1.5",
              "1e400",
              "-1",
              "\"\"",
              "\"  \"",
              "\"a\\u0000b\"",
              "\"half \\ud83d\"",
              "\"\\udc00 other half\"",
              "\"" + "x".repeat(30_000) + "\"",
              "[null]",
              "99999999999999999999");
      Map<String, List<String>> fields =
          Map.of(
              "/integration_accounts",
              List.of(
                  "provider", "name", "workspace_id", "external_id", "api", "webhook", "is_active"),
              "/webhooks",
              List.of(
                  "name",
                  "workspace_id",
                  "callback_url",
                  "sink",
                  "event_mask",
                  "property_id",
                  "is_global",
                  "request_params",
                  "headers",
                  "is_active",
                  "send_data",
                  "protected",
                  "max_in_flight",
                  "rate_per_second",
                  "secret"),
              "/webhooks/" + webhook + "/replay",
              List.of("event_id", "from", "to", "limit"),
              "/deliveries/retry",
              List.of("webhook_id", "status", "from", "to", "dry_run", "rate"),
              "/integration_accounts/" + account + "/sync",
              List.of("full"));
      SoftAssertions all = new SoftAssertions();
      for (Map.Entry<String, List<String>> entry : fields.entrySet()) {
        String path = entry.getKey();
        String name = posts().get(path);
        for (String field : entry.getValue()) {
          for (String value : values) {
            String body = "{\"" + name + "\":{\"" + field + "\":" + value + "}}";
            Answer answer = raw("POST", path, body, "application/json");
            // Some of these are right for one field or another.
            all.assertThat(answer.status())
                .as(path + " " + field + " " + value.substring(0, Math.min(30, value.length())))
                .isIn(200, 202, 422);
          }
        }
      }
      all.assertAll();
    }

    @Test
    void a_form_is_told_what_to_send() throws IOException {
      String form = "application/x-www-form-urlencoded";
      Answer answer = raw("POST", "/webhooks", "callback_url=x", form);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(json(answer).at("/errors/title").asText())
          .contains(form)
          .endsWith("send application/json");
      assertThat(raw("POST", "/webhooks", "{\"webhook\":{}}", form).status()).isIn(400, 422);
      assertThat(raw("POST", "/webhooks", "{\"webhook\":{}}", "text/plain").status())
          .isEqualTo(422);
    }

    private static List<String> both(List<String> some, List<String> others) {
      List<String> all = new ArrayList<>(some);
      all.addAll(others);
      return all;
    }

    private static JsonNode json(Answer answer) throws IOException {
      return MAPPER.readTree(answer.body());
    }

    private Answer get(String path) throws IOException {
      return raw("GET", path, null, "");
    }

    /** By a socket: an HTTP client would refuse to send what is asked for here. */
    private Answer raw(String method, String path, String body, String type) throws IOException {
      URI url = hub.server().url();
      byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
      String head =
          method
              + " /api/v1"
              + path
              + " HTTP/1.1\r\nHost: "
              + url.getAuthority()
              + "\r\nConnection: close\r\nuser-api-key: "
              + TestHub.API_KEY
              + (body == null ? "" : "\r\nContent-Length: " + bytes.length)
              + (type.isEmpty() ? "" : "\r\nContent-Type: " + type)
              + "\r\n\r\n";
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return answer(socket.getInputStream());
      }
    }

    private static Answer answer(InputStream in) throws IOException {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int end = text.indexOf("\r\n\r\n");
      String allow = "";
      for (String line : text.substring(0, Math.max(0, end)).split("\r\n")) {
        if (line.regionMatches(true, 0, "allow:", 0, 6)) {
          allow = line.substring(6).strip();
        }
      }
      return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(end + 4), allow);
    }
  }
}
