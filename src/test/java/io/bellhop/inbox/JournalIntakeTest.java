package io.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.queue.LockedKeys;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.support.Deliveries;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.time.TimeOrderedIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How webhooks get from the journal to workers and to the database. */
class JournalIntakeTest {
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final MutableClock clock = new MutableClock();
  private final Deliveries make = new Deliveries(UUID.randomUUID(), clock);
  private final List<Claim> begun = new CopyOnWriteArrayList<>();
  private final AtomicInteger room = new AtomicInteger(10);
  private String url;
  private Database database;
  private Inbox inbox;
  private final List<Inbox> crashed = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    url = Store.H2.freshUrl();
    open();
  }

  private void open() throws SQLException {
    database = Store.open(url);
    JournalLocation journal = JournalLocation.folder(folder.resolve("journal"));
    inbox = new Inbox(database, clock, 100, 64, LEASE, journal).start();
    inbox.intake().handTo(new Workers(room::get, begun::add, begun::add));
  }

  @AfterEach
  void stop() throws Exception {
    inbox.close();
    database.close();
    for (Inbox one : crashed) {
      one.close();
    }
  }

  @Test
  void a_webhook_is_written_to_the_database_once_with_its_outcome() throws Exception {
    InboxMessage message = make.on("a");
    append(message);
    Claim claim = begun(1);
    assertThat(count("inbox")).isZero();

    settle(claim, MessageStatus.DONE);

    assertThat(status(message)).isEqualTo("done");
    assertThat(count("inbox_content")).isOne();
    assertThat(count("inbox_pending") + count("inbox_key")).isZero();
    assertThat(inbox.notStored()).isEmpty();
  }

  @Test
  void a_reader_finds_what_only_the_journal_has() throws Exception {
    InboxMessage first = make.on("a");
    append(first);
    Claim claim = begun(1);
    InboxMessage second = make.on("a");
    append(second);

    assertThat(unstored()).containsExactly(second.id(), first.id());
    assertThat(inbox.unstored(first.id())).contains(NewMessage.of(first));
    assertThat(count("inbox")).isZero();

    settle(claim, MessageStatus.DONE);
    assertThat(unstored()).containsExactly(second.id());
    assertThat(inbox.unstored(first.id())).isEmpty();
  }

  @Test
  void how_long_the_oldest_of_a_provider_waits_is_known_while_only_the_journal_has_it()
      throws Exception {
    InboxMessage message = make.on("a");
    append(message);
    Predicate<UnstoredMessage> ofIts = one -> one.isPendingOf(message.provider());

    assertThat(inbox.oldestUnstored(ofIts)).contains(TimeOrderedIds.time(message.id()));
    assertThat(inbox.oldestUnstored(one -> one.isPendingOf("another"))).isEmpty();

    settle(begun(1), MessageStatus.DONE);
    assertThat(inbox.oldestUnstored(ofIts)).isEmpty();
  }

  @Test
  void a_reader_finds_a_body_that_memory_has_no_room_for() throws Exception {
    room.set(0);
    byte[] large = new byte[1_000_000];
    List<InboxMessage> all =
        IntStream.range(0, 30)
            .mapToObj(i -> make.on("k" + i).toBuilder().body(large).build())
            .toList();
    append(all.toArray(InboxMessage[]::new));

    for (InboxMessage one : all) {
      assertThat(inbox.unstored(one.id()).orElseThrow().message().body()).hasSize(large.length);
    }
  }

  @Test
  void a_replay_of_what_waits_for_its_first_worker_changes_nothing() throws Exception {
    room.set(0);
    InboxMessage message = make.on("a");
    append(message);

    assertThat(inbox.replay(message.id())).isTrue();

    assertThat(unstored()).containsExactly(message.id());
    assertThat(count("inbox")).isZero();
  }

  @Test
  void a_replay_of_what_waits_for_others_makes_it_due_now() throws Exception {
    room.set(0);
    InboxMessage half = make.mergeable("b", SOON);
    append(half);

    assertThat(inbox.replay(half.id())).isTrue();

    assertThat(ids(inbox.claim(64).get(0))).containsExactly(half.id());
  }

  @Test
  void a_dead_letter_is_replayed_as_soon_as_it_is_acknowledged() throws Exception {
    room.set(0);
    InboxMessage letter = make.on("a");
    inbox.append(List.of(new NewMessage(letter, "it is no JSON"))).join();

    assertThat(inbox.replay(letter.id())).isTrue();

    assertThat(status(letter)).isEqualTo("pending");
    assertThat(ids(inbox.claim(64).get(0))).containsExactly(letter.id());
  }

  private List<UUID> unstored() throws SQLException {
    return inbox.unstored(all -> true).stream().map(UnstoredMessage::id).toList();
  }

  @Test
  void what_is_stored_while_a_worker_has_it_is_settled_by_that_worker() throws Exception {
    InboxMessage message = make.on("a");
    append(message);
    Claim claim = begun(1);

    storeAll();

    assertThat(status(message)).isEqualTo("pending");
    assertThat(inbox.claim(64)).as("it is leased to the worker").isEmpty();
    settle(claim, MessageStatus.DONE);
    assertThat(status(message)).isEqualTo("done");
    assertThat(count("inbox_pending") + count("inbox_key")).isZero();
  }

  @Test
  void messages_of_a_key_wait_while_one_is_in_hand_and_then_come_together() throws Exception {
    append(make.on("a"));
    Claim first = begun(1);
    InboxMessage second = make.on("a");
    InboxMessage third = make.on("a");
    append(second, third);
    append(make.on("b"));
    assertThat(begun(2).orderKey()).endsWith("b");

    settle(first, MessageStatus.DONE);

    assertThat(ids(begun(3))).containsExactly(second.id(), third.id());
  }

  @Test
  void what_follows_a_message_that_is_retried_waits_for_it() throws Exception {
    InboxMessage first = make.on("a");
    append(first);
    Instant later = clock.instant().plus(SOON);
    settle(
        begun(1),
        List.of(
            new MessageOutcome(first.id(), MessageStatus.PENDING, 1, "not yet", later, List.of())),
        later);

    InboxMessage second = make.on("a");
    append(second);
    storeAll();

    assertThat(inbox.claim(64)).isEmpty();
    clock.forward(SOON);
    List<Claim> claims = inbox.claim(64);
    assertThat(ids(claims.get(0))).containsExactly(first.id(), second.id());
    assertThat(claims.get(0).messages().get(0).attempts()).isEqualTo(1);
    assertThat(begun).hasSize(1);
  }

  @Test
  void what_a_crash_has_left_in_the_journal_is_pending_after_the_next_start() throws Exception {
    room.set(0);
    InboxMessage one = make.on("a");
    InboxMessage two = make.mergeable("b", SOON);
    append(one, two);

    crash();
    open();
    storeAll();

    assertThat(status(one)).isEqualTo("pending");
    assertThat(ids(inbox.claim(64).get(0))).containsExactly(one.id());
    assertThat(status(two)).isEqualTo("pending");
  }

  @Test
  void a_start_keeps_no_more_of_what_a_crash_has_left_than_memory_has_room_for() throws Exception {
    byte[] large = new byte[1_000_000];
    FileJournal journal = new FileJournal(new MessageContent(database.content()));
    journal.open(folder.resolve("left"), none -> {});
    for (int i = 0; i < 30; i++) {
      journal.append(
          List.of(List.of(NewMessage.of(make.on("k" + i).toBuilder().body(large).build()))));
    }
    journal.close();

    FileJournal again = new FileJournal(new MessageContent(database.content()));
    Tail tail = new Tail(database, again);
    again.open(folder.resolve("left"), tail::recover);

    List<KeyLanes.Turn> turns = tail.lanes().take(30);
    assertThat(turns).hasSize(30);
    assertThat(turns).filteredOn(turn -> turn.entries().get(0).content() == null).hasSize(4);
    for (KeyLanes.Turn turn : turns) {
      assertThat(tail.contents().of(turn.entries()).get(0).message().body()).hasSize(large.length);
    }
    tail.close();
  }

  @Test
  void a_move_to_another_database_first_stores_what_a_crash_has_left() throws Exception {
    room.set(0);
    InboxMessage message = make.on("a");
    append(message);
    Path beside = database.beside(".journal");

    crash();
    Files.move(folder.resolve("journal"), beside);
    database = Store.open(url);

    assertThat(InboxMigration.storeJournal(database)).isTrue();
    assertThat(status(message)).isEqualTo("pending");
    assertThat(beside).isEmptyDirectory();
  }

  @Test
  void what_was_settled_before_a_crash_does_not_run_again() throws Exception {
    InboxMessage message = make.on("a");
    append(message);
    settle(begun(1), MessageStatus.DONE);
    assertThat(files()).as("the journal still has it").isEqualTo(1);

    crash();
    open();
    storeAll();

    assertThat(status(message)).isEqualTo("done");
    assertThat(inbox.claim(64)).isEmpty();
    assertThat(begun).hasSize(1);
  }

  @Test
  void what_a_worker_could_not_settle_becomes_due_in_the_database() throws Exception {
    InboxMessage message = make.on("a");
    append(message);

    assertThat(inbox.intake().leave(begun(1))).isNull();
    storeAll();

    assertThat(ids(inbox.claim(64).get(0))).containsExactly(message.id());
  }

  @Test
  void a_claim_of_the_database_waits_until_its_key_is_free() throws Exception {
    append(make.on("a"));
    Claim inHand = begun(1);
    InboxMessage entry = make.on("a");
    database.durably(
        connection -> {
          inbox.store(connection, List.of(entry));
          return null;
        });
    Claim claimed = inbox.claim(64).get(0);

    assertThat(inbox.intake().enter(claimed)).isFalse();
    assertThat(settle(inHand, MessageStatus.DONE)).isSameAs(claimed);

    InboxMessage later = make.on("a");
    append(later);
    settle(claimed, MessageStatus.DONE);
    assertThat(ids(begun(2))).containsExactly(later.id());
  }

  @Test
  void a_dead_letter_and_a_message_that_waits_for_others_go_to_the_database() throws Exception {
    InboxMessage letter = make.on("a");
    InboxMessage half = make.mergeable("b", SOON);
    inbox.append(List.of(new NewMessage(letter, "it is no JSON"), NewMessage.of(half))).join();
    storeAll();

    assertThat(status(letter)).isEqualTo("dead");
    assertThat(status(half)).isEqualTo("pending");
    clock.forward(SOON);
    assertThat(ids(inbox.claim(64).get(0))).containsExactly(half.id());
    assertThat(begun).isEmpty();
  }

  @Test
  void a_flood_is_stored_in_the_order_of_its_keys() throws Exception {
    room.set(0);
    List<InboxMessage> all =
        IntStream.range(0, 2 * TailStore.AT_ONCE + 1).mapToObj(i -> make.on("a")).toList();
    append(all.toArray(InboxMessage[]::new));

    storeAll();

    assertThat(count("inbox_pending")).isEqualTo(all.size());
    assertThat(inbox.notStored()).isEmpty();
    Claim claim = inbox.claim(64).get(0);
    assertThat(ids(claim))
        .isEqualTo(all.subList(0, claim.messages().size()).stream().map(InboxMessage::id).toList());
  }

  @Test
  void a_stop_leaves_nothing_in_the_journal() throws Exception {
    room.set(0);
    InboxMessage message = make.on("a");
    append(message);

    inbox.close();

    assertThat(files()).isZero();
    assertThat(status(message)).isEqualTo("pending");
  }

  private void storeAll() throws SQLException {
    ((JournalIntake) inbox.intake()).storeAll();
  }

  /** The database is gone at once, and the journal was not closed. */
  private void crash() {
    room.set(0);
    database.close();
    crashed.add(inbox);
  }

  private void append(InboxMessage... messages) {
    inbox.append(Stream.of(messages).map(NewMessage::of).toList()).join();
  }

  /** The claim that workers got as the nth. */
  private Claim begun(int number) {
    Awaitility.await().until(() -> begun.size() >= number);
    return begun.get(number - 1);
  }

  private Claim settle(Claim claim, MessageStatus status) throws SQLException {
    return settle(
        claim,
        claim.messages().stream().map(m -> MessageOutcome.of(m, status, null)).toList(),
        null);
  }

  private Claim settle(Claim claim, List<MessageOutcome> outcomes, Instant retryAt)
      throws SQLException {
    MessageSettler settler = new MessageSettler(database.dialect());
    inbox.settle(
        List.of(claim),
        connection -> {
          LockedKeys locked = settler.hold(connection, List.of(claim));
          settler.settle(
              connection,
              locked,
              List.of(new MessageSettlement(claim, outcomes, retryAt)),
              clock.instant());
          return null;
        });
    return inbox.intake().leave(claim);
  }

  private static List<UUID> ids(Claim claim) {
    return claim.messages().stream().map(InboxMessage::id).toList();
  }

  private String status(InboxMessage message) throws SQLException {
    return database.transact(
        connection ->
            Sql.first(
                    connection,
                    "select status from inbox where id = ?",
                    row -> row.text("status"),
                    message.id())
                .orElse(null));
  }

  private long count(String table) throws SQLException {
    return database.transact(
        connection ->
            Sql.first(connection, "select count(*) as n from " + table, row -> row.number("n"))
                .orElseThrow());
  }

  private long files() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
      return files.count();
    }
  }
}
