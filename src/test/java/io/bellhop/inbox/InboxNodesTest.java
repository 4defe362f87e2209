package io.bellhop.inbox;

import static io.bellhop.support.TestNode.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.queue.Leases;
import io.bellhop.support.Deliveries;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes on one database. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InboxNodesTest {
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final int ROUNDS = 12;

  private final MutableClock clock = new MutableClock();
  private final Deliveries make = new Deliveries(UUID.randomUUID(), clock);
  private TestNode one;
  private TestNode two;

  @AfterEach
  void close() throws Exception {
    one.close();
    two.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_leased_key_is_out_of_sight_of_other_nodes_until_the_lease_ends(Store store)
      throws Exception {
    start(store);
    InboxMessage message = make.on("a");
    one.append(message);
    Claim lost = one.claimOne();

    clock.forward(LEASE.minus(MOMENT));
    assertThat(two.claim()).isEmpty();
    clock.forward(MOMENT);

    Claim taken = two.claimOne();
    assertThat(taken.messages()).extracting(InboxMessage::id).containsExactly(message.id());
    assertThat(taken.lease()).isNotEqualTo(lost.lease());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_renewed_lease_stays_with_its_owner(Store store) throws Exception {
    start(store);
    one.append(make.on("a"), make.on("b"));
    List<Claim> claims = one.claim();
    clock.forward(LEASE.minus(MOMENT));

    renew(claims);

    clock.forward(LEASE.minus(MOMENT));
    assertThat(two.claim()).isEmpty();
    clock.forward(MOMENT);
    assertThat(two.claim()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_lost_lease_cannot_be_renewed_or_settled(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("a");
    one.append(message);
    Claim lost = one.claimOne();
    clock.forward(LEASE);
    Claim taken = two.claimOne();

    clock.forward(LEASE.minus(MOMENT));
    renew(List.of(lost));
    assertThat(one.settle(lost, MessageStatus.DEAD)).isFalse();

    assertThat(one.status(message)).isEqualTo("pending");
    assertThat(one.count("inbox_key")).isEqualTo(1);
    clock.forward(MOMENT);
    assertThat(one.claim()).as("the other's lease was not renewed").hasSize(1);
    assertThat(two.settle(taken, MessageStatus.DONE)).as("the other's is lost now too").isFalse();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_lease_that_no_longer_exists_writes_nothing(Store store) throws Exception {
    start(store);
    InboxMessage message = make.on("a");
    one.append(message);
    Claim lost = one.claimOne();
    clock.forward(LEASE);
    two.settle(two.claimOne(), MessageStatus.DONE);

    assertThat(one.settle(lost, MessageStatus.DEAD)).isFalse();

    assertThat(one.status(message)).isEqualTo("done");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void concurrent_claimers_share_all_keys_and_never_one(Store store) throws Exception {
    start(store);
    int messages = 600;
    Map<String, UUID> working = new ConcurrentHashMap<>();
    Map<String, UUID> last = new ConcurrentHashMap<>();
    Map<UUID, Boolean> handled = new ConcurrentHashMap<>();
    List<String> wrong = new ArrayList<>();
    AtomicBoolean allArrived = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<CompletableFuture<Void>> workers = new ArrayList<>();
      for (TestNode node : List.of(one, two, one, two)) {
        workers.add(
            CompletableFuture.runAsync(
                () -> {
                  try {
                    boolean more = true;
                    while (more) {
                      boolean whole = allArrived.get();
                      List<Claim> claims = node.inbox().claim(5);
                      for (Claim claim : claims) {
                        if (working.putIfAbsent(claim.orderKey(), claim.lease()) != null) {
                          note(wrong, "two have " + claim.orderKey());
                        }
                      }
                      for (Claim claim : claims) {
                        check(claim, last, handled, wrong);
                        working.remove(claim.orderKey());
                        if (!node.settle(claim, MessageStatus.DONE)) {
                          note(wrong, "lost " + claim.orderKey());
                        }
                      }
                      more = !whole || node.count("inbox_key") > 0;
                    }
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                },
                threads));
      }
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      for (TestNode node : List.of(one, two)) {
        senders.add(
            CompletableFuture.runAsync(
                () -> {
                  // A key's order is its node's: two nodes' clocks decide about theirs.
                  Deliveries mine = new Deliveries(UUID.randomUUID(), clock);
                  for (int i = 0; i < messages / 2 / 10; i++) {
                    InboxMessage[] some = new InboxMessage[10];
                    for (int j = 0; j < some.length; j++) {
                      some[j] = mine.on((node == one ? "one " : "two ") + (i * 7 + j) % 23);
                    }
                    node.append(some);
                  }
                },
                threads));
      }
      senders.forEach(CompletableFuture::join);
      allArrived.set(true);
      workers.forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }

    assertThat(wrong).isEmpty();
    assertThat(handled).hasSize(messages);
    assertThat(one.count("inbox where status = 'done'")).isEqualTo(messages);
    assertThat(one.count("inbox_key")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void renewing_arriving_and_settling_do_not_get_in_each_others_way(Store store) throws Exception {
    start(store);
    for (int round = 0; round < ROUNDS; round++) {
      InboxMessage[] first = new InboxMessage[40];
      InboxMessage[] second = new InboxMessage[40];
      for (int i = 0; i < 40; i++) {
        first[i] = make.on("k" + i);
        second[39 - i] = make.on("k" + i);
      }
      one.append(first);
      List<Claim> claims = new ArrayList<>(one.claim());
      java.util.Collections.reverse(claims);

      CompletableFuture<Void> renewed =
          CompletableFuture.runAsync(
              () -> {
                try {
                  renew(claims);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      CompletableFuture<Void> arrived = CompletableFuture.runAsync(() -> two.append(second));
      one.database().durably(connection -> settleAll(connection, claims));
      renewed.join();
      arrived.join();

      for (Claim claim : two.claim()) {
        assertThat(claim.messages()).hasSize(1);
        two.settle(claim, MessageStatus.DONE);
      }
    }
    assertThat(one.count("inbox where status <> 'done'")).isZero();
    assertThat(one.count("inbox_key")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_follows_a_claim_and_what_arrives_take_their_keys_in_one_order(Store store)
      throws Exception {
    start(store);
    for (int round = 0; round < ROUNDS; round++) {
      InboxMessage first = make.on("b" + round);
      one.append(first);
      Claim claim =
          one.claim().stream()
              .filter(c -> c.orderKey().equals(first.orderKey()))
              .findFirst()
              .orElseThrow();
      List<InboxMessage> following = List.of(make.on("a" + round), make.on("c" + round));
      List<InboxMessage> arriving =
          List.of(make.on("a" + round), make.on("b" + round), make.on("c" + round));

      CompletableFuture<Void> arrived =
          CompletableFuture.runAsync(() -> two.append(arriving.toArray(InboxMessage[]::new)));
      one.database().durably(connection -> settleWith(connection, claim, following));
      arrived.join();
    }
    assertThat(one.count("inbox where status = 'pending'")).isEqualTo(5L * ROUNDS);
    assertThat(one.count("inbox_key")).isEqualTo(3L * ROUNDS);
  }

  private Void settleWith(java.sql.Connection connection, Claim claim, List<InboxMessage> following)
      throws SQLException {
    MessageSettler settler = new MessageSettler(one.database().dialect());
    MessageOutcome outcome = MessageOutcome.of(claim.messages().get(0), MessageStatus.DONE, null);
    settler.settle(
        connection,
        settler.hold(connection, List.of(claim), following),
        List.of(new MessageSettlement(claim, List.of(outcome), null)),
        clock.instant());
    one.inbox().store(connection, following);
    return null;
  }

  private Void settleAll(java.sql.Connection connection, List<Claim> claims) throws SQLException {
    MessageSettler settler = new MessageSettler(one.database().dialect());
    settler.settle(
        connection,
        settler.hold(connection, claims),
        claims.stream()
            .map(
                c ->
                    new MessageSettlement(
                        c,
                        List.of(MessageOutcome.of(c.messages().get(0), MessageStatus.DONE, null)),
                        null))
            .toList(),
        clock.instant());
    return null;
  }

  private void renew(List<Claim> claims) throws SQLException {
    Leases leases = one.inbox().leases();
    claims.forEach(claim -> leases.add(claim.leased()));
    leases.renew();
    leases.stop();
  }

  private static void check(
      Claim claim, Map<String, UUID> last, Map<UUID, Boolean> handled, List<String> wrong) {
    for (InboxMessage message : claim.messages()) {
      UUID before = last.put(claim.orderKey(), message.id());
      if (before != null && before.toString().compareTo(message.id().toString()) >= 0) {
        note(wrong, "out of order: " + claim.orderKey());
      }
      if (handled.put(message.id(), true) != null) {
        note(wrong, "twice: " + message.id());
      }
    }
  }

  private static void note(List<String> wrong, String what) {
    synchronized (wrong) {
      wrong.add(what);
    }
  }

  private void start(Store store) throws Exception {
    String url = store.freshUrl();
    one = TestNode.start(url, clock);
    two = TestNode.start(url, clock);
  }
}
