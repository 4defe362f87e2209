package io.bellhop.api;

import io.bellhop.support.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Odd values that would reach SQL, of which each database refuses others. */
class OddValuesTest {
  @Nested
  class OnH2 extends Cases {
    OnH2() {
      super(Store.H2);
    }
  }

  @Nested
  @Tag("slow")
  class OnPostgres extends Cases {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }
  }

  abstract static class Cases extends OddRequests {
    Cases(Store store) {
      super(store);
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
                  "provider=no-such",
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
  }
}
