package io.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.queue.LockedKeys;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.support.Deliveries;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How nodes on one PostgreSQL share what arrives, and take over from one that has died. */
@Tag("slow")
class SharedIntakeTest {
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration SILENCE = Duration.ofSeconds(6);
  private static final Duration SOON = Duration.ofMinutes(1);

  private final MutableClock clock = new MutableClock();
  private final Deliveries make = new Deliveries(UUID.randomUUID(), clock);
  private final List<Node> nodes = new ArrayList<>();
  private final List<Node> crashed = new ArrayList<>();
  private String url;
  private Node one;

  /** A node without routes: the test is its workers. */
  private final class Node {
    private final List<Claim> begun = new CopyOnWriteArrayList<>();
    private final List<Claim> resumed = new CopyOnWriteArrayList<>();
    private final AtomicInteger room = new AtomicInteger(10);
    private final Database database;
    private final Inbox inbox;

    Node() throws SQLException {
      database = Store.open(url);
      inbox = new Inbox(database, clock, 100, 64, LEASE, JournalLocation.TABLE).start();
      inbox.intake().handTo(new Workers(room::get, begun::add, resumed::add));
      nodes.add(this);
    }

    /** As its heartbeat does. */
    void look() throws SQLException {
      ((SharedIntake) inbox.intake()).look();
    }

    void append(InboxMessage... messages) {
      inbox.append(Stream.of(messages).map(NewMessage::of).toList()).join();
    }

    /** The claim that its workers got as the nth. */
    Claim begun(int number) {
      Awaitility.await().until(() -> begun.size() >= number);
      return begun.get(number - 1);
    }

    Claim resumed() {
      Awaitility.await().until(() -> !resumed.isEmpty());
      return resumed.get(0);
    }

    Claim settle(Claim claim, MessageStatus status) throws SQLException {
      return settle(
          claim,
          claim.messages().stream().map(m -> MessageOutcome.of(m, status, null)).toList(),
          null);
    }

    Claim settle(Claim claim, List<MessageOutcome> outcomes, Instant retryAt) throws SQLException {
      inbox.settle(
          List.of(claim),
          connection -> {
            LockedKeys locked = inbox.settler().hold(connection, List.of(claim));
            if (!claim.isStored() || locked.stillOurs(claim.leased())) {
              inbox
                  .settler()
                  .settle(
                      connection,
                      locked,
                      List.of(new MessageSettlement(claim, outcomes, retryAt)),
                      clock.instant());
            }
            return null;
          });
      return inbox.intake().leave(claim);
    }

    /** It is gone at once, without a word to the other. */
    void crash() {
      nodes.remove(this);
      crashed.add(this);
      room.set(0);
      database.close();
    }

    boolean has(String orderKey) {
      return inbox.intake().queues().contains(Partitions.queueOf(orderKey));
    }
  }

  @BeforeEach
  void start() throws Exception {
    url = Store.POSTGRESQL.freshUrl();
    one = new Node();
  }

  @AfterEach
  void stop() throws Exception {
    for (Node node : nodes) {
      node.inbox.close();
      node.database.close();
    }
    for (Node node : crashed) {
      node.inbox.close();
    }
  }

  /** A second node, with its share of the keys. */
  private Node join() throws SQLException {
    Node two = new Node();
    one.look();
    two.look();
    return two;
  }

  private static String keyOf(Node node) {
    return Stream.iterate(0, i -> i + 1).map(i -> "key " + i).filter(node::has).findFirst().get();
  }

  @Test
  void a_webhook_is_written_once_with_its_outcome() throws Exception {
    InboxMessage message = make.on("a");
    one.append(message);
    Claim claim = one.begun(1);
    assertThat(count("inbox")).isZero();
    assertThat(count("inbox_content")).isOne();

    one.settle(claim, MessageStatus.DONE);

    assertThat(status(message)).isEqualTo("done");
    assertThat(count("inbox_content")).isOne();
    assertThat(count("inbox_pending") + count("inbox_key")).isZero();
    Awaitility.await().untilAsserted(() -> assertThat(count("inbox_journal")).isZero());
  }

  @Test
  void what_has_to_wait_is_claimed_from_the_tables_when_it_is_due() throws Exception {
    InboxMessage half = make.mergeable("a", SOON);
    one.append(half);
    InboxMessage letter = make.on("b");
    one.inbox.append(List.of(new NewMessage(letter, "it is no JSON"))).join();

    assertThat(status(letter)).isEqualTo("dead");
    assertThat(one.inbox.claim(64)).isEmpty();
    clock.forward(SOON);
    assertThat(ids(one.inbox.claim(64).get(0))).containsExactly(half.id());
    assertThat(one.begun).isEmpty();
  }

  @Test
  void what_follows_a_message_that_is_retried_waits_for_it() throws Exception {
    InboxMessage first = make.on("a");
    one.append(first);
    Instant later = clock.instant().plus(SOON);
    one.settle(
        one.begun(1),
        List.of(
            new MessageOutcome(first.id(), MessageStatus.PENDING, 1, "not yet", later, List.of())),
        later);
    InboxMessage second = make.on("a");
    one.append(second);
    Awaitility.await().until(() -> "pending".equals(status(second)));

    assertThat(one.inbox.claim(64)).isEmpty();
    clock.forward(SOON);
    assertThat(ids(one.inbox.claim(64).get(0))).containsExactly(first.id(), second.id());
  }

  @Test
  void nodes_share_the_keys_and_one_that_stops_gives_its_own_back() throws Exception {
    assertThat(one.inbox.intake().queues()).hasSize(32);

    Node two = join();

    assertThat(one.inbox.intake().queues()).hasSize(16);
    assertThat(two.inbox.intake().queues())
        .hasSize(16)
        .doesNotContainAnyElementsOf(one.inbox.intake().queues());
    two.inbox.close();
    one.look();
    assertThat(one.inbox.intake().queues()).hasSize(32);
  }

  @Test
  void what_arrives_at_a_node_that_does_not_have_its_key_is_claimed_by_the_one_that_has()
      throws Exception {
    Node two = join();
    InboxMessage message = make.on(keyOf(one));

    two.append(message);

    assertThat(two.inbox.claim(64)).isEmpty();
    assertThat(ids(one.inbox.claim(64).get(0))).containsExactly(message.id());
    assertThat(two.begun).isEmpty();
  }

  @Test
  void a_key_that_is_handed_over_stays_in_order() throws Exception {
    List<String> keys = Stream.iterate(0, i -> i + 1).limit(64).map(i -> "key " + i).toList();
    one.room.set(64);
    one.append(keys.stream().map(make::on).toArray(InboxMessage[]::new));
    one.begun(64);
    one.room.set(0);
    InboxMessage[] waiting = keys.stream().map(make::on).toArray(InboxMessage[]::new);
    one.append(waiting);

    Node two = join();

    String moved = keyOf(two);
    InboxMessage last = make.on(moved);
    two.append(last);
    Awaitility.await().until(() -> "pending".equals(status(last)));
    assertThat(two.inbox.claim(64)).as("the first is in a worker's hands").isEmpty();
    Claim first =
        one.begun.stream().filter(claim -> claim.orderKey().equals(moved)).findAny().get();
    one.settle(first, MessageStatus.DONE);
    assertThat(ids(two.inbox.claim(64).get(0)))
        .containsExactly(waiting[keys.indexOf(moved)].id(), last.id());
  }

  @Test
  void what_came_first_goes_first_whatever_node_it_came_to() throws Exception {
    Node two = join();
    String key = keyOf(one);
    one.room.set(0);
    InboxMessage first = make.on(key);
    one.append(first);
    InboxMessage second = make.on(key);
    two.append(second);
    Claim early = one.inbox.claim(64).get(0);
    assertThat(ids(early)).containsExactly(second.id());

    assertThat(one.inbox.intake().enter(early)).as("something came before").isFalse();
    one.room.set(10);
    one.append(make.on(keyOf(two)));
    Claim given = one.resumed();
    assertThat(given.messages()).isEmpty();
    one.settle(given, List.of(), null);

    assertThat(ids(one.inbox.claim(64).get(0))).containsExactly(first.id(), second.id());
  }

  @Test
  void what_is_retried_goes_before_what_came_to_another_node_meanwhile() throws Exception {
    Node two = join();
    String key = keyOf(one);
    InboxMessage first = make.on(key);
    one.append(first);
    Claim inHand = one.begun(1);
    InboxMessage second = make.on(key);
    two.append(second);
    Claim waits = one.inbox.claim(64).get(0);
    assertThat(one.inbox.intake().enter(waits)).isFalse();

    Instant later = clock.instant().plus(SOON);
    Claim given =
        one.settle(
            inHand,
            List.of(
                new MessageOutcome(
                    first.id(), MessageStatus.PENDING, 1, "not yet", later, List.of())),
            later);

    assertThat(given.messages()).isEmpty();
    one.settle(given, List.of(), null);
    assertThat(ids(one.inbox.claim(64).get(0))).containsExactly(first.id(), second.id());
  }

  @Test
  void what_a_dead_node_has_acknowledged_runs_on_another() throws Exception {
    Node two = join();
    String key = keyOf(one);
    one.room.set(0);
    InboxMessage message = make.on(key);
    one.append(message);

    one.crash();
    InboxMessage next = make.on(key);
    two.append(next);
    two.look();
    assertThat(two.inbox.claim(64)).as("it may live").isEmpty();
    clock.forward(SILENCE);
    two.look();

    assertThat(two.inbox.intake().queues()).hasSize(32);
    assertThat(ids(two.inbox.claim(64).get(0))).containsExactly(message.id(), next.id());
    assertThat(count("inbox_journal")).isZero();
  }

  @Test
  void what_was_settled_before_a_crash_does_not_run_again() throws Exception {
    InboxMessage done = make.on("a");
    InboxMessage inHand = make.on("b");
    one.append(done, inHand);
    Claim claim = one.begun(1).orderKey().equals("a") ? one.begun(1) : one.begun(2);
    one.settle(claim, MessageStatus.DONE);
    assertThat(count("inbox_journal")).as("it has the other still").isOne();

    one.crash();
    clock.forward(SILENCE);
    Node again = new Node();
    again.look();

    assertThat(status(done)).isEqualTo("done");
    assertThat(again.inbox.claim(64))
        .singleElement()
        .satisfies(left -> assertThat(ids(left)).containsExactly(inHand.id()));
  }

  @Test
  void a_node_that_was_taken_for_dead_settles_nothing_and_goes_on_as_a_new_one() throws Exception {
    Node two = join();
    String key = keyOf(one);
    InboxMessage message = make.on(key);
    one.append(message);
    Claim lost = one.begun(1);
    execute("update inbox_node set is_dead = true where id = ?", idOf(one));
    two.look();

    settleIfItCan(lost);

    assertThat(status(message)).isEqualTo("pending");
    InboxMessage next = make.on(key);
    one.append(next);
    Awaitility.await().until(() -> "pending".equals(status(next)));
    Claim taken =
        Awaitility.await()
            .until(
                () ->
                    Stream.concat(one.inbox.claim(64).stream(), two.inbox.claim(64).stream())
                        .findAny(),
                Optional::isPresent)
            .get();
    assertThat(ids(taken)).containsExactly(message.id(), next.id());
    two.inbox.intake().enter(taken);
    two.settle(taken, MessageStatus.DONE);
    assertThat(status(message)).isEqualTo("done");
    assertThat(one.inbox.notStored()).isEmpty();
  }

  @Test
  void a_node_that_was_frozen_and_taken_for_dead_claims_nothing_before_it_knows() throws Exception {
    Node two = join();
    String key = keyOf(one);
    execute("update inbox_node set is_dead = true where id = ?", idOf(one));
    two.look();
    InboxMessage first = make.on(key);
    two.append(first);
    Claim inHand = two.begun(1);
    InboxMessage second = make.on(key);
    two.database.durably(
        connection -> {
          two.inbox.store(connection, List.of(second));
          return null;
        });

    assertThat(one.inbox.claim(64)).as("two has what came before").isEmpty();

    two.settle(inHand, MessageStatus.DONE);
    assertThat(ids(two.inbox.claim(64).get(0))).containsExactly(second.id());
  }

  private static UUID idOf(Node node) throws SQLException {
    String queue = node.inbox.intake().queues().iterator().next();
    String query = "select node from inbox_partition where queue = ?";
    return node.database.transact(
        connection -> Sql.first(connection, query, row -> row.id("node"), queue).orElseThrow());
  }

  private void settleIfItCan(Claim lost) throws SQLException {
    try {
      one.settle(lost, MessageStatus.DONE);
    } catch (NodeLostException e) {
      one.inbox.intake().leave(lost);
    }
  }

  private void execute(String sql, UUID id) throws SQLException {
    one.database.transact(connection -> Sql.update(connection, sql, id));
  }

  @Test
  void any_node_shows_what_another_has_just_acknowledged() throws Exception {
    Node two = join();
    InboxMessage message = make.on(keyOf(one));
    one.append(message);
    Claim claim = one.begun(1);

    assertThat(two.inbox.unstored(any -> true))
        .extracting(UnstoredMessage::id)
        .containsExactly(message.id());
    assertThat(two.inbox.unstored(message.id()).get().message().body()).isEqualTo(message.body());
    one.settle(claim, MessageStatus.DONE);
    assertThat(two.inbox.unstored(any -> true)).isEmpty();
  }

  @Test
  void a_stop_leaves_nothing_in_the_journal() throws Exception {
    one.room.set(0);
    InboxMessage message = make.on("a");
    one.append(message);

    one.inbox.close();

    assertThat(count("inbox_journal") + count("inbox_node")).isZero();
    assertThat(status(message)).isEqualTo("pending");
  }

  private static List<UUID> ids(Claim claim) {
    return claim.messages().stream().map(InboxMessage::id).toList();
  }

  private String status(InboxMessage message) throws SQLException {
    return nodes
        .get(nodes.size() - 1)
        .database
        .transact(
            connection ->
                Sql.first(
                        connection,
                        "select status from inbox where id = ?",
                        row -> row.text("status"),
                        message.id())
                    .orElse(null));
  }

  private long count(String table) throws SQLException {
    return nodes
        .get(nodes.size() - 1)
        .database
        .transact(
            connection ->
                Sql.first(connection, "select count(*) as n from " + table, row -> row.number("n"))
                    .orElseThrow());
  }
}
