package io.bellhop.event;

import static io.bellhop.event.EventDrafts.finished;
import static io.bellhop.event.EventDrafts.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.account.Account;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.support.Deliveries;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.bellhop.support.TestNode.Logged;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two publishers on one database, and a reader that follows the log with a cursor. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventPublisherNodesTest {
  private static final int KEYS = 40;
  private static final int DELIVERIES = 800;

  private final MutableClock clock = new MutableClock();
  private ExecutorService threads;
  private TestNode one;
  private TestNode two;
  private Deliveries make;
  private EventDrafts say;

  @BeforeEach
  void makeThreads() {
    threads = Executors.newFixedThreadPool(6);
  }

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    one.close();
    two.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_reader_with_a_cursor_sees_no_gap_and_no_inversion(Store store) throws Exception {
    start(store);
    Map<String, Integer> number = new HashMap<>();
    InboxMessage[] arrived = new InboxMessage[DELIVERIES];
    for (int i = 0; i < DELIVERIES; i++) {
      arrived[i] = make.on("k" + i % KEYS);
      number.put(arrived[i].id().toString(), i);
    }
    AtomicBoolean written = new AtomicBoolean();
    CompletableFuture<List<Logged>> reader =
        CompletableFuture.supplyAsync(() -> follow(written), threads);
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (TestNode node : List.of(one, two, one, two)) {
      writers.add(CompletableFuture.runAsync(() -> work(node, number), threads));
    }
    for (int i = 0; i < DELIVERIES; i += KEYS) {
      one.append(java.util.Arrays.copyOfRange(arrived, i, i + KEYS));
    }

    writers.forEach(CompletableFuture::join);
    written.set(true);
    List<Logged> log = reader.join();

    assertThat(log).hasSize(DELIVERIES);
    Map<String, Integer> last = new HashMap<>();
    for (Logged event : log) {
      int now = number.get(event.sources().get(0));
      Integer before = last.put(event.envelope().at("/data/record/id").asText(), now);
      assertThat(before == null || before < now).as("order of one record").isTrue();
      assertThat(event.type()).isEqualTo("reservation." + (before == null ? "created" : "updated"));
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void one_idempotency_key_on_two_nodes_makes_one_event(Store store) throws Exception {
    start(store);
    for (int round = 0; round < 40; round++) {
      InboxMessage first = make.repeat("first " + round, "key " + round);
      InboxMessage second = make.repeat("second " + round, "key " + round);
      one.append(first, second);
      Claim mine = one.inbox().claim(1).get(0);
      Claim theirs = two.inbox().claim(1).get(0);

      CompletableFuture.allOf(
              one.publisher().publish(recordOf(mine, "a" + round)),
              two.publisher().publish(recordOf(theirs, "b" + round)))
          .join();

      assertThat(List.of(one.status(first), one.status(second)))
          .containsExactlyInAnyOrder("done", "duplicate");
    }
    assertThat(one.events()).hasSize(40);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void of_two_bookings_that_two_nodes_publish_at_once_the_second_finds_the_first(Store store)
      throws Exception {
    start(store);
    for (int round = 0; round < 20; round++) {
      one.append(make.on("first " + round), make.on("second " + round));
      Claim mine = one.inbox().claim(1).get(0);
      Claim theirs = two.inbox().claim(1).get(0);

      CompletableFuture.allOf(
              one.publisher().publish(stayOf(mine, "a" + round, round)),
              two.publisher().publish(stayOf(theirs, "b" + round, round)))
          .join();
    }
    assertThat(one.events().stream().filter(event -> event.type().equals("calendar.conflict")))
        .hasSize(20);
  }

  private ClaimOutcome stayOf(Claim claim, String id, int property) {
    return finished(
        claim,
        say.of(
            "created",
            record(id, 1)
                .put("propertyId", "p" + property)
                .put("arrivalDate", "2026-12-01")
                .put("departureDate", "2026-12-05"),
            claim.messages().get(0)));
  }

  private ClaimOutcome recordOf(Claim claim, String id) {
    return finished(claim, say.of("created", record(id, 1), claim.messages().get(0)));
  }

  private void work(TestNode node, Map<String, Integer> number) {
    try {
      while (node.count("inbox where status = 'done'") < DELIVERIES) {
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (Claim claim : node.inbox().claim(5)) {
          EventDraft[] said =
              claim.messages().stream()
                  .map(
                      d ->
                          say.of("created", record(d.orderKey(), number.get(d.id().toString())), d))
                  .toArray(EventDraft[]::new);
          published.add(node.publisher().publish(finished(claim, said)));
        }
        published.forEach(CompletableFuture::join);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Logged> follow(AtomicBoolean written) {
    List<Logged> seen = new ArrayList<>();
    try {
      boolean last = false;
      while (!last) {
        last = written.get();
        for (Logged event : two.eventsAfter(seen.size())) {
          assertThat(event.seq()).as("the next place in the log").isEqualTo(seen.size() + 1);
          seen.add(event);
        }
      }
      return seen;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void start(Store store) throws Exception {
    String url = store.freshUrl();
    one = TestNode.start(url, clock);
    two = TestNode.start(url, clock);
    Account account = one.account();
    make = new Deliveries(account.id(), clock);
    say = new EventDrafts(account);
  }
}
