package io.bellhop.provider.pause;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.event.SystemEvents;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.support.Deliveries;
import io.bellhop.support.EventSchema;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How an account waits until its API works again: by a clock that stands, on several nodes. */
class AccountPausesTest {
  private static final String STAYS = "/v1/stays/{recordId}";
  private static final String GUESTS = "/v1/guests/{guestId}";
  private static final PauseSettings SETTINGS =
      new PauseSettings(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(2));

  private final MutableClock clock = new MutableClock();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<InboxMessage> all = new ArrayList<>();
  private String url;
  private TestNode node;
  private AccountPauses pauses;
  private Account account;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void one_call_at_a_time_probes_and_its_pauses_grow() throws Exception {
    start(Store.H2);
    pauses.refused(account, blocked(STAYS), GateDecision.FREE);
    List<Long> seconds = new ArrayList<>();
    Instant last = clock.instant();

    while (seconds.size() < 11) {
      GateDecision pass = pauses.enter(account, STAYS);
      if (pass.isProbe()) {
        assertThat(pauses.enter(account, STAYS).isOpen()).as("a second one").isFalse();
        pauses.refused(account, blocked(STAYS), pass);
        seconds.add(Duration.between(last, clock.instant()).toSeconds());
        last = clock.instant();
      }
      clock.forward(Duration.ofSeconds(1));
    }

    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void its_beginning_and_its_end_are_one_event_each_on_all_nodes(Store store) throws Exception {
    start(store);
    AccountPauses other = pauses(node());
    pauses.refused(account, blocked(STAYS), GateDecision.FREE);
    other.refused(account, blocked(STAYS), GateDecision.FREE);
    clock.forward(Duration.ofSeconds(2));
    assertThat(other.degraded().orElseThrow()).hasSize(1);

    GateDecision pass = other.enter(account, STAYS);
    assertThat(pass.isProbe()).isTrue();
    other.worked(account, STAYS);
    pauses.worked(account, STAYS);
    clock.forward(Duration.ofSeconds(2));

    assertThat(emitted()).containsExactly("account.degraded", "account.recovered");
    JsonNode event = node.events().get(1).envelope();
    node.events().forEach(one -> EventSchema.check(one.envelope()));
    assertThat(event.at("/data/record/id").asText()).isEqualTo(account.id().toString());
    assertThat(event.at("/data/record/reason").asText()).isEqualTo("blocked");
    assertThat(pauses.degraded().orElseThrow()).isEmpty();
    assertThat(pauses.enter(account, STAYS)).isEqualTo(GateDecision.FREE);
  }

  @Test
  void a_fault_that_ends_before_a_probe_confirms_it_makes_no_alarm() throws Exception {
    start(Store.H2);
    pauses.refused(account, outage(ApiRefusal.WHOLE), GateDecision.FREE);
    assertThat(pauses.enter(account, STAYS).isOpen()).isFalse();
    clock.forward(Duration.ofSeconds(1));
    assertThat(pauses.enter(account, STAYS).isProbe()).isTrue();
    pauses.worked(account, STAYS);

    assertThat(emitted()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void waiting_messages_continue_at_once_when_it_works_again(Store store) throws Exception {
    start(store);
    pauses.refused(account, blocked(STAYS), GateDecision.FREE);
    InboxMessage one = waiting("1");
    InboxMessage two = waiting("2");
    Account stranger = node.account();
    InboxMessage elsewhere = waiting(stranger, "1");
    assertThat(node.claim()).isEmpty();
    clock.forward(Duration.ofSeconds(1));

    pauses.tick();
    assertThat(claimed()).as("the probe is one of them").hasSize(1).isSubsetOf(one, two);
    pauses.enter(account, STAYS);
    pauses.worked(account, STAYS);

    assertThat(claimed()).as("the other one").hasSize(1).isSubsetOf(one, two);
    assertThat(node.status(elsewhere)).isEqualTo("pending");
  }

  @Test
  void a_message_that_read_the_pause_just_before_its_end_does_not_sleep_on() throws Exception {
    start(Store.H2);
    pauses.refused(account, blocked(STAYS), GateDecision.FREE);
    assertThat(pauses.enter(account, STAYS).isOpen()).isFalse();
    // A call that was under way ends the pause before the timer has seen it.
    pauses.worked(account, STAYS);
    pauses.tick();
    InboxMessage late = waiting("1");

    clock.forward(Duration.ofSeconds(2));
    pauses.tick();

    assertThat(claimed()).containsExactly(late);
  }

  @Test
  void other_credentials_are_tried_at_once() throws Exception {
    start(Store.H2);
    pauses.refused(
        account,
        new ApiRefusal("", STAYS, PauseReason.CREDENTIALS, "401", true),
        GateDecision.FREE);
    for (int i = 0; i < 9; i++) {
      clock.forward(Duration.ofMinutes(5));
      pauses.refused(
          account,
          new ApiRefusal("", STAYS, PauseReason.CREDENTIALS, "401", true),
          pauses.enter(account, STAYS));
    }
    InboxMessage one = waiting("1");
    assertThat(pauses.enter(account, STAYS).isOpen()).isFalse();

    node.accounts().onCredentials(pauses::credentialsChanged);
    node.accounts().update(with(Map.of("token", "another")));

    assertThat(claimed()).containsExactly(one);
    assertThat(pauses.enter(account, STAYS).isProbe()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void it_outlives_a_restart(Store store) throws Exception {
    start(store);
    pauses.refused(account, blocked(STAYS), GateDecision.FREE);

    AccountPauses again = pauses(node());
    again.start();

    assertThat(again.enter(account, STAYS).isOpen()).isFalse();
    assertThat(again.degraded().orElseThrow()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_probe_of_a_node_that_died_is_made_by_another(Store store) throws Exception {
    start(store);
    pauses.refused(account, blocked(STAYS), GateDecision.FREE);
    clock.forward(Duration.ofSeconds(1));
    assertThat(pauses.enter(account, STAYS).isProbe()).isTrue();
    AccountPauses other = pauses(node());
    assertThat(other.enter(account, STAYS).isOpen()).isFalse();

    clock.forward(SETTINGS.probe());

    assertThat(other.enter(account, STAYS).isProbe()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_fails_while_the_rest_works_is_narrowed_to_a_part(Store store) throws Exception {
    start(store);
    pauses.refused(account, blocked(GUESTS), GateDecision.FREE);
    assertThat(pauses.enter(account, STAYS).isOpen()).isFalse();
    clock.forward(Duration.ofSeconds(1));
    assertThat(pauses.enter(account, STAYS).isProbe()).isTrue();

    pauses.worked(account, STAYS);

    assertThat(pauses.enter(account, STAYS)).isEqualTo(GateDecision.FREE);
    GateDecision guests = pauses.enter(account, GUESTS);
    assertThat(guests.isProbe()).isTrue();
    pauses.refused(account, part(GUESTS), guests);
    assertThat(pauses.enter(account, GUESTS).isOpen()).isFalse();
    assertThat(pauses.enter(account, GUESTS).isWhole()).isFalse();
    assertThat(emitted()).containsExactly("account.degraded");
    clock.forward(Duration.ofSeconds(2));
    assertThat(pauses.enter(account, GUESTS).isProbe()).isTrue();
    pauses.worked(account, GUESTS);
    assertThat(emitted()).containsExactly("account.degraded", "account.recovered");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_account_that_is_gone_leaves_nothing(Store store) throws Exception {
    start(store);
    pauses.refused(account, blocked(STAYS), GateDecision.FREE);

    node.accounts().delete(account.id());

    assertThat(node.count("account_pause")).isZero();
  }

  @Test
  void a_replay_of_a_message_that_waits_makes_it_run_now() throws Exception {
    start(Store.H2);
    InboxMessage one = waiting("1");
    assertThat(node.claim()).isEmpty();

    assertThat(node.inbox().replay(one.id())).isTrue();

    assertThat(claimed()).containsExactly(one);
  }

  private void start(Store store) throws SQLException {
    url = store.freshUrl();
    node = node();
    account = node.account();
    pauses = pauses(node);
  }

  private TestNode node() throws SQLException {
    TestNode one = TestNode.start(url, clock, TestNode.DELIVERY);
    open.add(0, one);
    return one;
  }

  private AccountPauses pauses(TestNode on) {
    AccountPauses one =
        new AccountPauses(
            on.database(),
            on.inbox(),
            new SystemEvents(TestNode.MAPPER, on.delivering().subscribers()),
            TestNode.MAPPER,
            SETTINGS,
            clock);
    open.add(0, one);
    return one;
  }

  private Account with(Map<String, String> api) {
    return account.toBuilder().api(api).active(true).revokedAt(null).build();
  }

  /** A message that is due in an hour. */
  private InboxMessage waiting(String record) throws SQLException {
    return waiting(account, record);
  }

  private InboxMessage waiting(Account of, String record) throws SQLException {
    InboxMessage message = new Deliveries(of.id(), clock).on(of.id() + " " + record);
    all.add(message);
    node.append(message);
    Claim claim = node.claimOne();
    Instant later = clock.instant().plus(Duration.ofHours(1));
    node.settle(
        claim,
        List.of(
            new MessageOutcome(message.id(), MessageStatus.PENDING, 0, "paused", later, List.of())),
        later);
    return message;
  }

  private List<InboxMessage> claimed() throws SQLException {
    List<UUID> ids =
        node.claim().stream().flatMap(c -> c.messages().stream()).map(InboxMessage::id).toList();
    return all.stream().filter(d -> ids.contains(d.id())).toList();
  }

  private List<String> emitted() throws SQLException {
    return node.events().stream().map(TestNode.Logged::type).toList();
  }

  private static ApiRefusal blocked(String cause) {
    return new ApiRefusal(ApiRefusal.WHOLE, cause, PauseReason.BLOCKED, "answers 403", true);
  }

  private static ApiRefusal outage(String part) {
    return new ApiRefusal(part, STAYS, PauseReason.OUTAGE, "gives no answer", false);
  }

  private static ApiRefusal part(String path) {
    return new ApiRefusal(path, path, PauseReason.NOT_ENABLED, "answers 402", true);
  }
}
