package io.bellhop.inbox;

import static io.bellhop.support.TestNode.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.store.Sql;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the inbox promises to one node: append, claim, settle. */
class InboxTest extends InboxOnStore {
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Duration WINDOW = Duration.ofSeconds(2);

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_message_is_visible_when_its_append_is_done(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("a");

    node.inbox().append(message).join();

    assertThat(node.status(message)).isEqualTo("pending");
    InboxMessage claimed = node.claimOne().messages().get(0);
    assertThat(claimed).usingRecursiveComparison().isEqualTo(message);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void more_than_may_wait_is_refused(Store store) throws Exception {
    node = new TestNode(store.freshUrl(), clock, 2);
    CompletableFuture<Void> first = node.inbox().append(make.on("a"));
    node.inbox().append(make.on("a"));

    assertThat(node.inbox().append(make.on("a"))).isNull();

    node.inbox().start();
    first.join();
    assertThat(node.inbox().append(make.on("a"))).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_bad_row_does_not_take_its_batch_with_it(Store store) throws Exception {
    node = new TestNode(store.freshUrl(), clock, 10);
    CompletableFuture<Void> first = node.inbox().append(make.on("a"));
    CompletableFuture<Void> bad = node.inbox().append(make.on("k".repeat(301)));
    CompletableFuture<Void> last = node.inbox().append(make.on("a"));

    node.inbox().start();

    assertThat(first).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(last).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(bad).failsWithin(10, TimeUnit.SECONDS);
    assertThat(node.count("inbox")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_claim_has_all_rows_of_its_key_in_order_of_arrival(Store store) throws Exception {
    start(store);
    List<InboxMessage> arrived = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      arrived.add(make.on(i % 2 == 0 ? "a" : "b"));
    }
    node.append(arrived.toArray(InboxMessage[]::new));

    List<Claim> claims = node.claim();

    assertThat(claims).hasSize(2);
    for (Claim claim : claims) {
      assertThat(ids(claim.messages()))
          .isEqualTo(
              arrived.stream()
                  .filter(d -> d.orderKey().equals(claim.orderKey()))
                  .map(InboxMessage::id)
                  .toList());
      assertThat(claim.whole()).isTrue();
    }
    assertThat(node.claim()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_claim_takes_as_many_keys_as_wanted_the_longest_due_first(Store store) throws Exception {
    start(store);
    for (String key : List.of("c", "a", "b")) {
      node.append(make.on(key));
      clock.forward(MOMENT);
    }

    assertThat(node.inbox().claim(2)).extracting(Claim::orderKey).containsExactly("c", "a");
    assertThat(node.inbox().claim(2)).extracting(Claim::orderKey).containsExactly("b");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_key_with_more_rows_than_a_claim_reads_comes_again(Store store) throws Exception {
    start(store);
    List<InboxMessage> arrived = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      arrived.add(make.on(i < 290 ? "a" : "b"));
    }
    node.append(arrived.toArray(InboxMessage[]::new));

    List<UUID> seen = new ArrayList<>();
    for (List<Claim> claims = node.claim(); !claims.isEmpty(); claims = node.claim()) {
      for (Claim claim : claims) {
        claim.messages().forEach(d -> seen.add(d.id()));
        if (claim.messages().isEmpty()) {
          release(claim);
        } else {
          node.settle(claim, MessageStatus.DONE);
        }
      }
    }

    assertThat(seen).isEqualTo(ids(arrived));
    assertThat(node.count("inbox_key")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_hot_key_comes_in_order_whatever_order_its_rows_were_stored_in(Store store)
      throws Exception {
    start(store);
    List<InboxMessage> arrived = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      arrived.add(make.on("hot"));
    }
    List<InboxMessage> shuffled = new ArrayList<>(arrived);
    Collections.shuffle(shuffled, new Random(1));
    node.append(shuffled.toArray(InboxMessage[]::new));

    List<UUID> seen = new ArrayList<>();
    List<Boolean> whole = new ArrayList<>();
    for (List<Claim> claims = node.claim(); !claims.isEmpty(); claims = node.claim()) {
      claims.get(0).messages().forEach(d -> seen.add(d.id()));
      whole.add(claims.get(0).whole());
      node.settle(claims.get(0), MessageStatus.DONE);
    }

    assertThat(seen).isEqualTo(ids(arrived));
    assertThat(whole).containsExactly(false, false, true);
  }

  /** A power cut may leave less of a message that was not acknowledged. */
  @ParameterizedTest
  @EnumSource(Store.class)
  void a_row_without_its_content_takes_nothing_of_its_key_with_it(Store store) throws Exception {
    start(store);
    List<InboxMessage> arrived = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      arrived.add(make.on("hot"));
    }
    node.append(arrived.toArray(InboxMessage[]::new));
    UUID broken = arrived.get(10).id();
    node.database()
        .transact(
            connection -> Sql.update(connection, "delete from inbox_content where id = ?", broken));

    Claim first = node.claimOne();
    assertThat(first.whole()).isFalse();
    assertThat(first.messages()).hasSize(255);
    node.settle(first, MessageStatus.DONE);

    Claim rest = node.claimOne();
    assertThat(ids(rest.messages())).isEqualTo(ids(arrived.subList(256, 300)));
    assertThat(rest.whole()).isTrue();
    node.settle(rest, MessageStatus.DONE);
    assertThat(node.count("inbox_key")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_key_is_forgotten_when_all_of_it_is_settled(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("a");
    node.append(message);
    Instant due = node.inbox().nextDue();

    assertThat(node.settle(node.claimOne(), MessageStatus.DONE)).isTrue();

    assertThat(due).isEqualTo(clock.instant());
    assertThat(node.status(message)).isEqualTo("done");
    assertThat(node.inbox().nextDue()).isNull();
    assertThat(node.count("inbox_key")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_arrives_during_work_is_not_lost_and_comes_after(Store store) throws Exception {
    start(store);
    node.append(make.on("a"));
    Claim claim = node.claimOne();
    InboxMessage second = make.on("a");
    InboxMessage third = make.on("a");
    node.append(second, third);

    assertThat(node.claim()).as("no worker gets a key that is leased").isEmpty();
    node.settle(claim, MessageStatus.DONE);

    assertThat(ids(node.claimOne().messages())).isEqualTo(ids(List.of(second, third)));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_merge_window_holds_the_key_back_and_takes_later_rows_along(Store store) throws Exception {
    start(store);
    InboxMessage first = make.mergeable("a", WINDOW);
    node.append(first);
    clock.forward(WINDOW.minus(MOMENT));
    InboxMessage second = make.mergeable("a", WINDOW);
    InboxMessage third = make.on("a");
    node.append(second, third);
    assertThat(node.claim()).isEmpty();
    assertThat(node.inbox().nextDue()).isEqualTo(first.dueAt());

    clock.forward(MOMENT);

    assertThat(ids(node.claimOne().messages())).isEqualTo(ids(List.of(first, second, third)));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_row_that_arrives_during_work_keeps_its_own_window(Store store) throws Exception {
    start(store);
    node.append(make.on("a"));
    Claim claim = node.claimOne();
    node.append(make.mergeable("a", WINDOW));
    node.settle(claim, MessageStatus.DONE);

    assertThat(node.claim()).isEmpty();
    clock.forward(WINDOW);
    assertThat(node.claimOne().messages()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_retry_blocks_its_key_and_nothing_else(Store store) throws Exception {
    start(store);
    InboxMessage first = make.on("a");
    InboxMessage second = make.on("a");
    InboxMessage third = make.on("a");
    node.append(first, second);
    Claim claim = node.claimOne();
    Instant again = clock.instant().plusSeconds(30);
    MessageOutcome retry =
        new MessageOutcome(first.id(), MessageStatus.PENDING, 1, "503", again, List.of());

    node.settle(claim, List.of(retry), again);
    node.append(third, make.on("b"));

    assertThat(node.claimOne().orderKey()).isEqualTo("b");
    clock.forward(Duration.ofSeconds(30).minus(MOMENT));
    assertThat(node.claim()).extracting(Claim::orderKey).doesNotContain("a");
    clock.forward(MOMENT);
    Claim later = node.claim().stream().filter(c -> c.orderKey().equals("a")).findAny().get();
    assertThat(ids(later.messages())).isEqualTo(ids(List.of(first, second, third)));
    assertThat(later.messages()).extracting(InboxMessage::attempts).containsExactly(1, 0, 0);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_dead_letter_lets_the_next_go_on(Store store) throws Exception {
    start(store);
    InboxMessage first = make.on("a");
    InboxMessage second = make.on("a");
    node.append(first, second);

    node.settle(
        node.claimOne(),
        List.of(
            MessageOutcome.of(first, MessageStatus.DEAD, "refused"),
            MessageOutcome.of(second, MessageStatus.DONE, null)),
        null);

    assertThat(node.status(first)).isEqualTo("dead");
    assertThat(node.error(first)).isEqualTo("refused");
    assertThat(node.status(second)).isEqualTo("done");
    assertThat(node.claim()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_lease_that_runs_out_without_a_taker_still_settles(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("a");
    node.append(message);
    Claim claim = node.claimOne();
    clock.forward(LEASE.multipliedBy(2));

    assertThat(node.settle(claim, MessageStatus.DONE)).isTrue();
    assertThat(node.status(message)).isEqualTo("done");
  }

  private void release(Claim claim) throws Exception {
    node.database()
        .durably(
            connection -> {
              MessageSettler settler = new MessageSettler(node.database().dialect());
              settler.settle(
                  connection,
                  settler.hold(connection, List.of(claim)),
                  List.of(new MessageSettlement(claim, List.of(), null)),
                  clock.instant());
              return null;
            });
  }
}
