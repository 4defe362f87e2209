package io.bellhop.event;

import static io.bellhop.event.EventDrafts.ended;
import static io.bellhop.event.EventDrafts.finished;
import static io.bellhop.event.EventDrafts.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.account.SecretBox;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.IdempotencyWindow;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.runtime.RowOwners;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.support.Deliveries;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.bellhop.support.TestNode.Logged;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one transaction of the publisher leaves behind. */
class EventPublisherTest {
  private final MutableClock clock = new MutableClock();
  private TestNode node;
  private Account account;
  private Deliveries make;
  private EventDrafts say;

  @AfterEach
  void close() throws Exception {
    node.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void event_snapshot_key_and_outcome_are_written_together(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("1");
    Claim claim = claim(message);

    publish(finished(claim, say.of("created", record("1", 2), message)));

    Logged event = node.events().get(0);
    assertThat(event.seq()).isEqualTo(1);
    assertThat(event.type()).isEqualTo("reservation.created");
    assertThat(event.sources()).containsExactly(message.id().toString());
    assertThat(event.envelope().at("/data/record")).isEqualTo(record("1", 2));
    assertThat(event.envelope().at("/data/origin").asText()).isEqualTo("webhook");
    assertThat(event.envelope().at("/hook/timestamp").asText())
        .isEqualTo("2026-05-02T09:30:00.000Z");
    assertThat(node.status(message)).isEqualTo("done");
    assertThat(node.eventIds(message)).containsExactly(event.envelope().at("/hook/id").asText());
    assertThat(node.count("snapshot")).isEqualTo(1);
    assertThat(node.count("idempotency_key")).isEqualTo(1);
    assertThat(node.count("inbox_key")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void the_snapshot_of_one_claim_is_what_the_next_is_compared_with(Store store) throws Exception {
    start(store);
    InboxMessage first = make.on("1");
    publish(finished(claim(first), say.of("created", record("1", 2), first)));
    InboxMessage second = make.on("1");
    publish(finished(claim(second), say.of("updated", record("1", 3), second)));
    InboxMessage third = make.on("1");
    publish(finished(claim(third), say.of("updated", record("1", 3), third)));

    assertThat(node.events())
        .extracting(Logged::type)
        .containsExactly("reservation.created", "reservation.updated");
    assertThat(node.events().get(1).envelope().at("/data/changes/guests").toString())
        .isEqualTo("[2,3]");
    assertThat(node.status(third)).isEqualTo("unchanged");
    assertThat(node.eventIds(third)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_record_is_published_however_long_the_id_of_its_property_is(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("1");
    ObjectNode record = record("1", 2).put("propertyId", "p".repeat(EventDraft.LONGEST_ID + 1));

    publish(finished(claim(message), say.of("created", record, message)));

    assertThat(node.events().get(0).envelope().at("/data/record")).isEqualTo(record);
    assertThat(node.status(message)).isEqualTo("done");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_event_of_a_move_has_the_property_that_the_record_leaves(Store store) throws Exception {
    start(store);

    node.publish(account, TestNode.reservation("1", 2, "P1"));
    node.publish(account, TestNode.reservation("1", 2, "P2"));
    node.publish(account, TestNode.reservation("1", 3, "P2"));

    List<String> left =
        node.database()
            .transact(
                connection ->
                    Sql.list(
                        connection,
                        "select property_id, left_property_id from event order by seq",
                        row -> row.text("property_id") + " " + row.text("left_property_id")));
    assertThat(left).containsExactly("P1 null", "P2 P1", "P2 null");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_record_with_the_longest_id_is_published(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("1");
    String id = "7".repeat(EventDraft.LONGEST_ID);

    publish(finished(claim(message), say.of("created", record(id, 2), message)));

    assertThat(node.status(message)).isEqualTo("done");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void publications_of_one_claim_are_compared_with_each_other(Store store) throws Exception {
    start(store);
    InboxMessage first = make.on("1");
    InboxMessage second = make.on("1");
    InboxMessage third = make.on("1");

    publish(
        finished(
            claim(first, second, third),
            say.of("created", record("1", 2), first),
            say.of("updated", record("1", 3), second),
            say.of("deleted", record("1", 3), third)));

    assertThat(node.events())
        .extracting(Logged::type)
        .containsExactly("reservation.created", "reservation.updated", "reservation.deleted");
    assertThat(node.events().get(2).envelope().at("/data/previous")).isEqualTo(record("1", 3));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_repeat_makes_no_second_event_in_the_same_claim_or_later(Store store) throws Exception {
    start(store);
    InboxMessage first = make.repeat("1", "key");
    InboxMessage second = make.repeat("1", "key");
    publish(
        finished(
            claim(first, second),
            say.of("created", record("1", 2), first),
            say.of("created", record("1", 3), second)));
    InboxMessage third = make.repeat("1", "key");
    Claim claim = claim(third);
    publish(finished(claim, say.of("created", record("1", 4), third)));

    assertThat(node.events()).hasSize(1);
    assertThat(claim.messages().get(0).keyOwner()).isEqualTo(first.id());
    assertThat(node.status(first)).isEqualTo("done");
    assertThat(node.status(second)).isEqualTo("duplicate");
    assertThat(node.status(third)).isEqualTo("duplicate");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_accounts_do_not_share_keys(Store store) throws Exception {
    start(store);
    Account other = node.account();
    InboxMessage first = make.repeat("1", "key");
    InboxMessage second = new Deliveries(other.id(), clock).repeat("2", "key");
    publish(finished(claim(first), say.of("created", record("1", 2), first)));
    publish(finished(claim(second), new EventDrafts(other).of("created", record("1", 2), second)));

    assertThat(node.events()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void merged_deliveries_make_one_event_that_names_all(Store store) throws Exception {
    start(store);
    InboxMessage first = make.mergeable("1", Duration.ofSeconds(3));
    InboxMessage second = make.mergeable("1", Duration.ofSeconds(3));
    node.append(first, second);
    clock.forward(Duration.ofSeconds(3));

    publish(finished(node.claimOne(), say.of("updated", record("1", 2), first, second)));

    assertThat(node.events()).hasSize(1);
    assertThat(node.events().get(0).sources())
        .containsExactly(first.id().toString(), second.id().toString());
    assertThat(node.status(first)).isEqualTo("done");
    assertThat(node.status(second)).isEqualTo("merged");
    assertThat(node.eventIds(second)).isEqualTo(node.eventIds(first));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_retry_keeps_the_key_free_for_the_same_delivery(Store store) throws Exception {
    start(store);
    InboxMessage message = make.repeat("1", "key");
    Claim claim = claim(message);
    var again = clock.instant().plusSeconds(5);
    publish(
        new ClaimOutcome(
            claim,
            List.of(),
            List.of(
                new MessageOutcome(
                    message.id(), MessageStatus.PENDING, 1, "503", again, List.of())),
            List.of(),
            again));
    assertThat(node.status(message)).isEqualTo("pending");
    assertThat(node.count("idempotency_key")).isZero();
    clock.forward(Duration.ofSeconds(5));

    publish(finished(node.claimOne(), say.of("created", record("1", 2), message)));

    assertThat(node.events()).hasSize(1);
    assertThat(node.status(message)).isEqualTo("done");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_is_ignored_once_is_a_duplicate_when_it_is_repeated(Store store) throws Exception {
    start(store);
    InboxMessage first = make.repeat("1", "key");
    publish(ended(claim(first), MessageOutcome.of(first, MessageStatus.IGNORED, null)));

    Claim claim = claim(make.repeat("1", "key"));

    assertThat(node.status(first)).isEqualTo("ignored");
    assertThat(claim.messages().get(0).keyOwner()).isEqualTo(first.id());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_dead_delivery_can_be_replayed_into_its_event(Store store) throws Exception {
    start(store);
    InboxMessage message = make.repeat("1", "key");
    publish(ended(claim(message), MessageOutcome.of(message, MessageStatus.DEAD, "refused")));
    assertThat(node.events()).isEmpty();

    node.inbox().replay(message.id());
    Claim claim = node.claimOne();
    publish(finished(claim, say.of("created", record("1", 2), claim.messages().get(0))));

    assertThat(node.status(message)).isEqualTo("done");
    assertThat(node.events().get(0).envelope().at("/data/origin").asText()).isEqualTo("replay");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_replay_of_a_published_message_makes_no_event(Store store) throws Exception {
    start(store);
    InboxMessage message = make.repeat("1", "key");
    publish(finished(claim(message), say.of("created", record("1", 2), message)));

    node.inbox().replay(message.id());
    Claim claim = node.claimOne();
    publish(finished(claim, say.of("created", record("1", 2), claim.messages().get(0))));

    assertThat(node.events()).hasSize(1);
    assertThat(node.status(message)).isEqualTo("unchanged");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_late_settle_of_a_lost_lease_writes_nothing(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("1");
    Claim lost = claim(message);
    clock.forward(TestNode.LEASE);
    Claim taken = node.claimOne();

    publish(finished(lost, say.of("created", record("1", 2), message)));

    assertThat(node.events()).isEmpty();
    assertThat(node.count("snapshot")).isZero();
    assertThat(node.count("idempotency_key")).isZero();
    assertThat(node.status(message)).isEqualTo("pending");
    publish(finished(taken, say.of("created", record("1", 3), message)));
    assertThat(node.events()).hasSize(1);
    assertThat(node.events().get(0).seq()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_cannot_be_written_is_dead_alone(Store store) throws Exception {
    node = new TestNode(store.freshUrl(), clock, 10);
    node.inbox().start();
    prepare();
    InboxMessage good = make.on("1");
    InboxMessage bad = make.on("2");
    node.append(good, bad);
    List<Claim> claims = node.claim();
    Claim first = claims.stream().filter(c -> c.orderKey().equals("1")).findAny().get();
    Claim second = claims.stream().filter(c -> c.orderKey().equals("2")).findAny().get();
    String tooLong = "x".repeat(201);
    CompletableFuture<Void> published =
        node.publisher().publish(finished(first, say.of("created", record("1", 2), good)));
    CompletableFuture<Void> failed =
        node.publisher().publish(finished(second, say.of("created", record(tooLong, 2), bad)));

    node.publisher().start();

    assertThat(published).succeedsWithin(20, TimeUnit.SECONDS);
    assertThat(failed).succeedsWithin(20, TimeUnit.SECONDS);
    assertThat(node.events()).hasSize(1);
    assertThat(node.events().get(0).seq()).isEqualTo(1);
    assertThat(node.status(good)).isEqualTo("done");
    assertThat(node.status(bad)).isEqualTo("dead");
    assertThat(node.error(bad)).startsWith("Bellhop cannot publish it").doesNotContain("xxx");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_authorization_that_ends_ends_with_its_event(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("1");

    publish(finished(claim(message), say.revoking(message)));

    assertThat(node.events()).hasSize(1);
    assertThat(node.accounts().find(account.id()).orElseThrow().revoked()).isTrue();
  }

  /** The database goes right after the commit, and the counter has a fault of its own. */
  @ParameterizedTest
  @EnumSource(Store.class)
  void what_goes_wrong_after_the_commit_is_no_failure_of_what_was_committed(Store store)
      throws Exception {
    start(store);
    Database away = Store.open(store.freshUrl());
    Accounts unreadable =
        new Accounts(
            away, new SecretBox(new byte[32]), TestNode.MAPPER, clock, RowOwners.ofAccounts(away));
    away.close();
    EventLogListener faulty =
        (EventLogListener)
            Proxy.newProxyInstance(
                EventLogListener.class.getClassLoader(),
                new Class<?>[] {EventLogListener.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("a counter is broken");
                });
    try (EventPublisher publisher =
        new EventPublisher(
            node.inbox(),
            IdempotencyWindow.UNBOUNDED,
            unreadable,
            TestNode.MAPPER,
            clock,
            new EventPublisher.Participants(faulty, EventSubscribers.NONE, SyncSettlement.NONE))) {
      publisher.start();
      InboxMessage message = make.on("1");

      publisher.publish(finished(claim(message), say.revoking(message))).get(60, TimeUnit.SECONDS);

      assertThat(node.status(message)).isEqualTo("done");
      assertThat(node.events()).hasSize(1);
    }
  }

  private void start(Store store) throws Exception {
    node = TestNode.start(store.freshUrl(), clock);
    prepare();
  }

  private void prepare() throws Exception {
    account = node.account();
    make = new Deliveries(account.id(), clock);
    say = new EventDrafts(account);
  }

  private Claim claim(InboxMessage... messages) throws Exception {
    node.append(messages);
    return node.claimOne();
  }

  private void publish(ClaimOutcome finished) {
    assertThat(node.publisher().publish(finished)).succeedsWithin(20, TimeUnit.SECONDS);
  }
}
