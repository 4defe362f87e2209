package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Api;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many callers of the API at once, of whom each sees what it has just written. */
class ConcurrentCallersTest {
  private static final int CALLERS = 6;

  /** Each of them is changed by callers of its own, who must not undo the others' changes. */
  private static final List<String> FIELDS = List.of("name", "external_id", "workspace_id");

  private static final int ROUNDS = 8;

  /** The real one is never called: nothing is synced. */
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  @Nested
  class OnH2 extends Cases {
    OnH2() {
      super(Store.H2);
    }

    @Test
    void a_webhook_is_there_for_whoever_made_it_as_it_was_changed_and_gone_when_it_is_deleted()
        throws Exception {
      atOnce(
          caller -> {
            for (int round = 0; round < ROUNDS; round++) {
              String webhook = path("/webhooks", api, WEBHOOK);
              assertThat(api.get(webhook, 200).at("/data/attributes/name").isNull()).isTrue();
              String name = caller + " " + round;
              JsonNode changed =
                  api.call("PUT", webhook, "{'webhook': {'name': '" + name + "'}}", 200);
              assertThat(changed.at("/data/attributes/name").asText()).isEqualTo(name);
              assertThat(api.get(webhook, 200).at("/data/attributes/name").asText())
                  .isEqualTo(name);
              api.call("DELETE", webhook, null, 200);
              api.get(webhook, 404);
            }
            return null;
          });
    }

    @Test
    void an_account_is_there_for_whoever_made_it_as_it_was_changed_and_gone_when_it_is_deleted()
        throws Exception {
      atOnce(
          caller -> {
            for (int round = 0; round < ROUNDS; round++) {
              String account = path("/integration_accounts", api, ACCOUNT);
              String name = caller + " " + round;
              String change = "{'integration_account': {'name': '" + name + "'}}";
              api.call("PUT", account, change, 200);
              assertThat(api.get(account, 200).at("/data/attributes/name").asText())
                  .isEqualTo(name);
              api.call("DELETE", account, null, 200);
              api.get(account, 404);
            }
            return null;
          });
    }
  }

  @Nested
  @Tag("slow")
  class OnPostgres extends Cases {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }

    /** What one node has answered the other knows. */
    @Test
    void what_is_made_on_one_node_is_there_on_the_other_at_once() throws Exception {
      try (TestHub second = TestHub.startAt(url, OPTIONS)) {
        Api other = Api.of(second);
        atOnce(
            caller -> {
              for (int round = 0; round < ROUNDS; round++) {
                String account = path("/integration_accounts", api, ACCOUNT);
                assertThat(other.get(account, 200).at("/data/attributes/name").asText())
                    .isEqualTo("one");
                other.call("PUT", account, "{'integration_account': {'name': 'two'}}", 200);
                assertThat(api.get(account, 200).at("/data/attributes/name").asText())
                    .isEqualTo("two");
                api.call("DELETE", account, null, 200);
                other.get(account, 404);
              }
              return null;
            });
      }
    }
  }

  abstract static class Cases extends ApiOnHub {
    static final Map<String, String> OPTIONS =
        Map.of(
            "bellhop.providers",
            "ownerrez",
            "bellhop.delivery.allow-private",
            "true",
            // What one has encrypted the other must read.
            "bellhop.secret-key",
            "dHdvLWh1YnMtb24tb25lLWRhdGFiYXNlLXNlY3JldC4=");

    static final String ACCOUNT =
        "{'integration_account': {'provider': 'ownerrez', 'name': 'one', 'api': {'base_url': '"
            + NOWHERE
            + "'}, 'webhook': {'username': 'u', 'password': 'p'}}}";

    static final String WEBHOOK =
        "{'webhook': {'callback_url': '"
            + NOWHERE
            + "/', 'event_mask': '*', 'is_global': true, 'is_active': true}}";

    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);

    Cases(Store store) {
      super(store, OPTIONS);
    }

    @AfterAll
    void stopCallers() {
      threads.shutdownNow();
    }

    @Test
    void changes_of_one_webhook_by_many_are_all_made() throws Exception {
      String webhook = path("/webhooks", api, WEBHOOK);
      atOnce(
          caller -> {
            for (int round = 0; round < 5; round++) {
              String change = "{'webhook': {'request_params': {'" + caller + "': 'x'}}}";
              api.call("PUT", webhook, change, 200);
            }
            return null;
          });
      List<String> fields = List.of("name", "property_id", "max_in_flight", "rate_per_second");
      List<String> values = List.of("'n'", "null", "3", "7");
      atOnce(
          caller -> {
            if (caller < fields.size()) {
              String change = "'" + fields.get(caller) + "': " + values.get(caller);
              api.call("PUT", webhook, "{'webhook': {" + change + "}}", 200);
            }
            return null;
          });

      JsonNode stored = api.get(webhook, 200).at("/data/attributes");
      assertThat(stored.at("/name").asText()).isEqualTo("n");
      assertThat(stored.at("/max_in_flight").asInt()).isEqualTo(3);
      assertThat(stored.at("/rate_per_second").asInt()).isEqualTo(7);
      assertThat(stored.at("/request_params")).hasSize(1);
    }

    @Test
    void changes_of_one_account_by_many_are_all_made() throws Exception {
      String account = path("/integration_accounts", api, ACCOUNT);
      atOnce(
          caller -> {
            for (int round = 0; round < 5; round++) {
              String field = FIELDS.get(caller % FIELDS.size());
              String change = "{'" + field + "': '" + field + round + "'}";
              api.call("PUT", account, "{'integration_account': " + change + "}", 200);
            }
            return null;
          });

      JsonNode stored = api.get(account, 200).at("/data/attributes");
      for (String field : FIELDS) {
        assertThat(stored.path(field).asText()).isEqualTo(field + 4);
      }
    }

    /**
     * @return the path of what was made
     */
    static String path(String collection, Api api, String body) {
      return collection + "/" + api.post(collection, body, 201).at("/data/id").asText();
    }

    void atOnce(Caller caller) throws Exception {
      CyclicBarrier together = new CyclicBarrier(CALLERS);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        int own = i;
        Callable<Void> call =
            () -> {
              together.await();
              return caller.call(own);
            };
        all.add(threads.submit(call));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }

    interface Caller {
      Void call(int number) throws Exception;
    }
  }
}
