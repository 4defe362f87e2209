package io.bellhop.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.IdempotencyWindow;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.monitor.Metrics;
import io.bellhop.store.Sql;
import io.bellhop.support.Deliveries;
import io.bellhop.support.EventSchema;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.bellhop.support.TestNode.Logged;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Double bookings are found by the transaction that makes them. */
class CalendarConflictsTest {
  private final MutableClock clock = new MutableClock();
  private TestNode node;
  private Account account;
  private Deliveries make;
  private int mapped;

  @AfterEach
  void close() throws Exception {
    node.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_double_booking_is_one_event_until_its_nights_change_and_one_when_it_ends(Store store)
      throws Exception {
    start(store);
    publish("created", stay("1", "01", "05"));
    publish("created", stay("2", "03", "07"));

    Logged opened = conflicts().get(0);
    EventSchema.check(opened.envelope());
    assertThat(state(opened)).isEqualTo("open home 2026-12-03 2026-12-05");
    JsonNode data = opened.envelope().path("data");
    assertThat(data.at("/record/records").findValuesAsText("id")).containsExactly("1", "2");
    assertThat(data.at("/record/records/0/confirmationCode").asText()).isEqualTo("HM1");
    assertThat(data.path("record").toString()).doesNotContain("Anna");
    assertThat(data.path("sourceEvents")).hasSize(1);

    publish("updated", stay("2", "03", "07").put("guests", 3));
    assertThat(conflicts()).as("its nights are the same").hasSize(1);
    publish("updated", stay("1", "01", "04"));
    publish("updated", stay("1", "01", "03"));
    publish("updated", stay("1", "01", "04"));
    publish("updated", stay("2", "03", "07").put("status", "CANCELLED"));

    assertThat(conflicts().stream().map(CalendarConflictsTest::state))
        .containsExactly(
            "open home 2026-12-03 2026-12-05",
            "open home 2026-12-03 2026-12-04",
            "resolved",
            "open home 2026-12-03 2026-12-04",
            "resolved");
    assertThat(conflicts().stream().map(c -> c.envelope().at("/data/record/id")).distinct())
        .hasSize(1);
    conflicts().forEach(conflict -> EventSchema.check(conflict.envelope()));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_may_be_beside_it_makes_no_conflict(Store store) throws Exception {
    start(store);
    publish("created", stay("1", "10", "15"));
    publish("created", stay("2", "15", "17"));
    publish("created", stay("3", "08", "10"));
    for (String status : List.of("PENDING", "INQUIRY", "CANCELLED", "NO_SHOW", "CHECKED_OUT")) {
      publish("created", stay(status, "11", "12").put("status", status));
    }
    publish("created", stay("4", "11", "12").put("propertyId", "other"));
    ObjectNode kind = stay("5", "11", "12");
    kind.putArray("roomTypeIds").add("double");
    publish("created", kind);
    Account second = node.account();
    publish(draft(second, "reservation", "created", stay("6", "11", "12")));
    publish(draft(account, "block", "created", stay("7", "20", "22")));
    publish(draft(account, "block", "created", stay("8", "21", "23")));
    for (String id : List.of("9", "10")) {
      ObjectNode past = stay(id, "01", "02").put("propertyId", "past");
      publish("created", past.put("arrivalDate", "2026-04-01").put("departureDate", "2026-05-01"));
    }

    assertThat(conflicts()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_stay_that_moves_leaves_one_conflict_and_may_find_another(Store store) throws Exception {
    start(store);
    publish("created", stay("1", "01", "05"));
    publish(draft(account, "block", "created", stay("2", "01", "05").put("propertyId", "p2")));
    publish("created", stay("3", "02", "03"));
    publish("updated", stay("3", "02", "03").put("propertyId", "p2"));
    publish("deleted", stay("3", "02", "03"));

    assertThat(conflicts().stream().map(CalendarConflictsTest::state))
        .containsExactlyInAnyOrder(
            "open home 2026-12-02 2026-12-03",
            "resolved",
            "open p2 2026-12-02 2026-12-03",
            "resolved");
    JsonNode last = conflicts().get(3).envelope().at("/data/record/records");
    assertThat(last.findValuesAsText("deleted")).containsExactly("false", "true");
    EventSchema.check(conflicts().get(3).envelope());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void units_of_a_hotel_are_apart_and_a_guest_who_moves_has_each_in_turn(Store store)
      throws Exception {
    start(store);
    publish("created", in(stay("1", "01", "05"), "a"));
    publish("created", in(stay("2", "01", "05"), "b"));
    ObjectNode moves = in(stay("3", "05", "08"), "a", "b");
    moves.putArray("rooms");
    moves.withArray("rooms").addObject().put("unitId", "a").put("departureDate", "2026-12-06");
    moves.withArray("rooms").addObject().put("unitId", "b").put("arrivalDate", "2026-12-06");
    publish("created", moves);
    assertThat(conflicts()).isEmpty();

    publish("created", in(stay("4", "06", "07"), "a", "b"));
    assertThat(conflicts().stream().map(CalendarConflictsTest::state))
        .containsExactly("open b 2026-12-06 2026-12-07");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_takes_a_whole_property_and_what_takes_a_unit_of_it_are_in_each_others_way(Store store)
      throws Exception {
    start(store);
    publish("created", in(stay("1", "01", "05"), "a"));
    publish(draft(account, "block", "created", stay("2", "03", "08")));
    publish("created", in(stay("3", "06", "09"), "b"));
    publish("updated", in(stay("3", "08", "09"), "b"));
    publish("created", in(stay("4", "03", "04").put("propertyId", "other"), "c"));

    assertThat(conflicts().stream().map(CalendarConflictsTest::state))
        .containsExactly(
            "open home 2026-12-03 2026-12-05", "open home 2026-12-06 2026-12-08", "resolved");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_pending_stay_that_moves_on_has_nights_there_that_are_in_no_ones_way(Store store)
      throws Exception {
    start(store);
    ObjectNode moves = in(stay("1", "01", "05").put("status", "PENDING"), "home", "annex");
    publish("created", moves);
    publish("created", stay("2", "01", "05").put("propertyId", "annex"));

    assertThat(conflicts()).isEmpty();
    assertThat(node.count("calendar_stay")).as("one is held").isEqualTo(2);
    publish("updated", moves.put("status", "CONFIRMED"));
    assertThat(conflicts()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_house_whose_units_are_not_named_makes_no_flood(Store store) throws Exception {
    start(store);
    for (int i = 0; i <= CalendarConflicts.MOST; i++) {
      publish("created", stay("" + i, "01", "05"));
    }
    int before = conflicts().size();
    publish("created", stay("one more", "01", "05"));

    assertThat(before).isEqualTo(CalendarConflicts.MOST * (CalendarConflicts.MOST + 1) / 2);
    assertThat(conflicts()).hasSize(before);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_that_come_in_one_transaction_make_one_event(Store store) throws Exception {
    start(store);
    List<CompletableFuture<Void>> published = new ArrayList<>();
    InboxMessage[] messages = new InboxMessage[20];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = make.on(account.id() + " " + i);
    }
    node.append(messages);
    for (Claim claim : node.claim()) {
      InboxMessage message = claim.messages().get(0);
      String id = message.orderKey().substring(message.orderKey().indexOf(' ') + 1);
      // Pairs: 0 and 1, 2 and 3, and so on.
      ObjectNode record = stay(id, "01", "05").put("propertyId", "p" + Integer.parseInt(id) / 2);
      published.add(
          node.publisher()
              .publish(
                  EventDrafts.finished(
                      claim, draft(account, "reservation", "created", record, message))));
    }
    published.forEach(CompletableFuture::join);

    assertThat(conflicts()).hasSize(10);
  }

  /** Its end before the commit is what a crash leaves: all of the transaction is undone. */
  @ParameterizedTest
  @EnumSource(Store.class)
  void a_transaction_that_dies_before_its_commit_loses_no_conflict_and_makes_no_second(Store store)
      throws Exception {
    start(store);
    publish("created", stay("1", "01", "05"));
    EventDraft second = draft(account, "reservation", "created", stay("2", "03", "07"));
    ClaimOutcome claim = EventDrafts.finished(node.claimOne(), second);
    EventSubscribers dies =
        (connection, events, now) -> {
          throw new SQLTransientException("it dies with " + events.size() + " events");
        };
    try (EventPublisher publisher =
        new EventPublisher(
            node.inbox(),
            IdempotencyWindow.UNBOUNDED,
            node.accounts(),
            TestNode.MAPPER,
            clock,
            new EventPublisher.Participants(
                new Metrics(new SimpleMeterRegistry()), dies, SyncSettlement.NONE))) {
      publisher.start();
      assertThat(publisher.publish(claim)).failsWithin(Duration.ofSeconds(30));
    }
    assertThat(node.events()).hasSize(1);
    assertThat(node.count("calendar_stay")).isEqualTo(1);

    node.publisher().publish(claim).join();
    assertThat(conflicts()).hasSize(1);
    publish("updated", stay("2", "03", "07").put("guests", 3));
    assertThat(conflicts()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_hold_that_becomes_a_booking_is_not_in_its_own_way(Store store) throws Exception {
    start(store);
    publish(draft(account, "block", "created", stay("1", "01", "05")));
    InboxMessage message = make.on(account.id() + " 1");
    node.append(message);
    publish(
        message,
        EventDraft.builder(account, List.of(message))
            .event("reservation", "updated")
            .alternateType("block")
            .record(stay("1", "01", "05"))
            .build());
    assertThat(node.events().stream().map(Logged::type))
        .containsExactly("block.created", "block.deleted", "reservation.created");

    node.accounts().delete(account.id());
    assertThat(node.count("calendar_stay")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_accounts_that_know_one_stay_make_no_conflict_until_it_is_another(Store store)
      throws Exception {
    start(store);
    Account manager = node.account();
    map(account, "home", "apt");
    map(manager, "listing", "apt");
    publish("created", of("AIRBNB", "HM-12 3456", stay("1", "01", "05")));
    publish(
        draft(
            manager,
            "reservation",
            "created",
            of("AIRBNB", "hm123456", at("listing", stay("A", "01", "05")))));
    assertThat(conflicts()).isEmpty();

    ObjectNode other = of("AIRBNB", "HM999999", at("listing", stay("A", "01", "05")));
    publish(draft(manager, "reservation", "updated", other));
    publish(draft(manager, "reservation", "updated", other.deepCopy().put("status", "CANCELLED")));

    assertThat(conflicts().stream().map(CalendarConflictsTest::state))
        .containsExactly("open apt 2026-12-01 2026-12-05", "resolved");
    conflicts().forEach(conflict -> EventSchema.check(conflict.envelope()));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_double_booking_that_two_accounts_know_is_one_and_stays_when_one_of_them_lags(Store store)
      throws Exception {
    start(store);
    Account manager = node.account();
    map(account, "home", "apt");
    map(manager, "listing", "apt");
    publish("created", of("AIRBNB", "HM123456", stay("1", "01", "05")));
    publish("created", of("VRBO", "HA123456", stay("2", "03", "07")));
    for (String[] one : new String[][] {{"A", "AIRBNB", "HM123456"}, {"B", "VRBO", "HA123456"}}) {
      ObjectNode record = one[0].equals("A") ? stay("A", "01", "05") : stay("B", "03", "07");
      publish(draft(manager, "reservation", "created", of(one[1], one[2], at("listing", record))));
    }
    publish(draft(manager, "block", "created", at("listing", stay("C", "01", "09"))));
    assertThat(conflicts().stream().map(CalendarConflictsTest::state))
        .as("and blocks of another account are no reservations")
        .startsWith("open home 2026-12-03 2026-12-05")
        .filteredOn(state -> state.contains("home"))
        .hasSize(1);
    int before = conflicts().size();

    publish("updated", of("VRBO", "HA123456", stay("2", "03", "07").put("status", "CANCELLED")));
    List<Logged> now = conflicts().subList(before, conflicts().size());
    assertThat(now.stream().map(CalendarConflictsTest::state))
        .as("the other account still has both")
        .containsExactlyInAnyOrder("resolved", "open listing 2026-12-03 2026-12-05");

    node.accounts().delete(manager.id());
    assertThat(node.count("stay_pair")).isZero();
    assertThat(node.count("property_mapping")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_conflict_in_a_house_that_is_full_ends_too(Store store) throws Exception {
    start(store);
    for (int i = 0; i < 2 * CalendarConflicts.MOST + 3; i++) {
      publish("created", stay("" + i, "01", "05"));
    }
    int before = conflicts().size();
    publish("updated", stay("0", "01", "05").put("status", "CANCELLED"));

    assertThat(conflicts().stream().skip(before).map(CalendarConflictsTest::state))
        .containsOnly("resolved")
        .hasSize(CalendarConflicts.MOST);
  }

  private void start(Store store) throws Exception {
    node = TestNode.start(store.freshUrl(), clock);
    account = node.account();
    make = new Deliveries(account.id(), clock);
  }

  private static ObjectNode stay(String id, String from, String to) {
    ObjectNode record = TestNode.MAPPER.createObjectNode();
    record.put("id", id).put("propertyId", "home").put("status", "CONFIRMED");
    record.put("arrivalDate", "2026-12-" + from).put("departureDate", "2026-12-" + to);
    record.putObject("primaryGuest").put("name", "Anna");
    record.putObject("codes").put("confirmationCode", "HM" + id);
    return record;
  }

  private static ObjectNode at(String property, ObjectNode record) {
    return record.put("propertyId", property);
  }

  private static ObjectNode of(String channel, String code, ObjectNode record) {
    record.put("channel", channel).withObject("/codes").put("confirmationCode", code);
    return record;
  }

  private void map(Account of, String property, String ownId) throws Exception {
    node.database()
        .durably(
            connection ->
                Sql.update(
                    connection,
                    "insert into property_mapping (id, account_id, property_id, place, own_id,"
                        + " created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?)",
                    UUID.randomUUID(),
                    of.id(),
                    property,
                    Stay.unit(of.id(), property),
                    ownId,
                    clock.instant().plusSeconds(mapped++),
                    clock.instant()));
  }

  private static ObjectNode in(ObjectNode record, String... units) {
    for (String unit : units) {
      record.withArray("unitIds").add(unit);
    }
    return record;
  }

  private EventDraft draft(
      Account of, String type, String verb, ObjectNode record, InboxMessage... sources) {
    InboxMessage[] from = sources;
    if (from.length == 0) {
      from = new InboxMessage[] {make.on(of.id() + " " + type + record.path("id").asText())};
      node.append(from);
    }
    return EventDraft.builder(of, List.of(from)).event(type, verb).record(record).build();
  }

  private void publish(String verb, ObjectNode record) throws Exception {
    publish(draft(account, "reservation", verb, record));
  }

  private void publish(EventDraft draft) throws Exception {
    publish(draft.first(), draft);
  }

  private void publish(InboxMessage message, EventDraft draft) throws Exception {
    Claim claim = node.claimOne();
    assertThat(claim.messages()).extracting(InboxMessage::id).containsExactly(message.id());
    node.publisher().publish(EventDrafts.finished(claim, draft)).join();
  }

  private List<Logged> conflicts() throws Exception {
    return node.events().stream().filter(e -> e.type().equals("calendar.conflict")).toList();
  }

  private static String state(Logged conflict) {
    JsonNode record = conflict.envelope().at("/data/record");
    StringBuilder text = new StringBuilder(record.path("state").asText());
    for (JsonNode overlap : record.path("overlaps")) {
      text.append(' ').append(overlap.path("unitId").asText());
      text.append(' ').append(overlap.path("arrivalDate").asText());
      text.append(' ').append(overlap.path("departureDate").asText());
    }
    return text.toString();
  }
}
