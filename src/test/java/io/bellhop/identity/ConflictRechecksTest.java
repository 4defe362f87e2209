package io.bellhop.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.event.ConflictRechecks;
import io.bellhop.event.EventSubscribers;
import io.bellhop.support.EventSchema;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.bellhop.support.TestNode.Logged;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a workspace says about its units begins and ends double bookings of stays that are there.
 */
class ConflictRechecksTest {
  private final MutableClock clock = new MutableClock();
  private TestNode node;
  private Account account;
  private Account manager;
  private PropertyMappings mappings;
  private ConflictRechecks rechecks;

  @AfterEach
  void close() throws Exception {
    rechecks.close();
    node.close();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_mapping_finds_double_bookings_of_existing_stays_and_ends_them(Store store)
      throws Exception {
    start(store);
    node.publish(account, stay("1", "home", "01", "05"), stay("2", "other", "01", "05"));
    node.publish(manager, stay("A", "listing", "03", "07"));
    UUID first = map(account, "home", "apt");
    UUID second = map(manager, "listing", "apt");

    finish();
    assertThat(states()).containsExactly("open 1 A apt 2026-12-03 2026-12-05");
    Logged opened = conflicts().get(0);
    EventSchema.check(opened.envelope());
    assertThat(opened.envelope().path("data").has("origin")).isFalse();

    mappings.rename(second, "attic");
    finish();
    mappings.rename(second, "apt");
    finish();
    mappings.delete(first);
    finish();

    assertThat(states())
        .containsExactly(
            "open 1 A apt 2026-12-03 2026-12-05",
            "resolved 1 A",
            "open 1 A apt 2026-12-03 2026-12-05",
            "resolved 1 A");
    conflicts().forEach(conflict -> EventSchema.check(conflict.envelope()));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void
      an_account_that_moves_into_another_workspace_leaves_its_double_bookings_and_finds_those_there(
          Store store) throws Exception {
    start(store);
    node.publish(account, stay("1", "home", "01", "05"));
    node.publish(manager, stay("A", "listing", "03", "07"));
    map(account, "home", "apt");
    map(manager, "listing", "apt");
    finish();

    move(manager, "seaside");
    finish();
    assertThat(states()).containsExactly("open 1 A apt 2026-12-03 2026-12-05", "resolved 1 A");

    move(account, "seaside");
    finish();
    assertThat(states()).hasSize(3).last().isEqualTo("open 1 A apt 2026-12-03 2026-12-05");

    node.accounts().change(account.id(), stored -> stored.toBuilder().name("Renamed").build());
    assertThat(node.count("conflict_recheck")).as("nothing else is compared again").isZero();
  }

  private void move(Account of, String workspace) throws Exception {
    node.accounts().change(of.id(), stored -> stored.toBuilder().workspaceId(workspace).build());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void one_account_speaks_for_stays_that_both_know_until_they_are_two_again(Store store)
      throws Exception {
    start(store);
    for (Account of : List.of(account, manager)) {
      String property = of == account ? "home" : "listing";
      node.publish(
          of,
          airbnb("HM111111", stay("1", property, "01", "05")),
          airbnb("HM222222", stay("2", property, "03", "07")));
    }
    assertThat(states()).as("each has its own, as they are not mapped").hasSize(2);

    map(account, "home", "apt");
    UUID second = map(manager, "listing", "apt");
    finish();
    assertThat(states().subList(2, states().size())).containsExactly("resolved 1 2");

    mappings.delete(second);
    finish();
    assertThat(states().subList(3, states().size()))
        .containsExactly("open 1 2 listing 2026-12-03 2026-12-05");

    map(manager, "listing", "apt");
    finish();
    node.accounts().delete(account.id());
    finish();
    assertThat(states().subList(4, states().size()))
        .as("who spoke for both is gone")
        .containsExactly("resolved 1 2", "open 1 2 listing 2026-12-03 2026-12-05");
    assertThat(node.count("conflict_recheck")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void many_stays_are_compared_in_portions_and_a_node_that_dies_leaves_the_rest_to_another(
      Store store) throws Exception {
    start(store);
    List<ObjectNode> mine = new ArrayList<>();
    List<ObjectNode> theirs = new ArrayList<>();
    for (int day = 1; day < 29; day++) {
      for (String month : List.of("2027-01-", "2027-02-")) {
        String id = month + day;
        String from = month + (day < 10 ? "0" : "") + day;
        mine.add(dates(airbnb("MINE" + id, stay("m" + id, "home", "01", "05")), from));
        theirs.add(dates(airbnb("THEIRS" + id, stay("t" + id, "listing", "01", "05")), from));
      }
    }
    node.publish(account, mine.toArray(ObjectNode[]::new));
    node.publish(manager, theirs.toArray(ObjectNode[]::new));
    map(account, "home", "apt");
    map(manager, "listing", "apt");

    assertThat(rechecks.run()).isTrue();
    int found = states().size();
    assertThat(found).isBetween(1, mine.size() - 1);
    rechecks = rechecks();
    finish();

    assertThat(states()).hasSize(mine.size()).allMatch(state -> state.startsWith("open"));
    assertThat(states().stream().distinct()).hasSize(mine.size());
  }

  @Test
  void a_mapping_wakes_what_compares() throws Exception {
    start(Store.H2);
    node.publish(account, stay("1", "home", "01", "05"));
    node.publish(manager, stay("A", "listing", "03", "07"));
    rechecks.start();

    map(account, "home", "apt");
    map(manager, "listing", "apt");

    await().untilAsserted(() -> assertThat(states()).hasSize(1));
    await().untilAsserted(() -> assertThat(node.count("conflict_recheck")).isZero());
  }

  private void start(Store store) throws Exception {
    node = TestNode.start(store.freshUrl(), clock);
    account = node.account();
    manager = node.account();
    rechecks = rechecks();
    mappings = new PropertyMappings(node.database(), clock, () -> rechecks.wake());
  }

  private ConflictRechecks rechecks() {
    return new ConflictRechecks(
        node.database(),
        node.accounts(),
        TestNode.MAPPER,
        new ConflictRechecks.Receivers(EventSubscribers.NONE, true, () -> {}),
        clock);
  }

  private void finish() throws Exception {
    while (rechecks.run()) {
      // Each run is a portion.
    }
  }

  private UUID map(Account of, String property, String ownId) throws Exception {
    clock.forward(Duration.ofSeconds(1)); // the one that was mapped first speaks for both
    return mappings.create(of.id(), property, null, ownId).orElseThrow();
  }

  private static ObjectNode stay(String id, String property, String from, String to) {
    ObjectNode record = TestNode.MAPPER.createObjectNode();
    record.put("id", id).put("propertyId", property).put("status", "CONFIRMED");
    return record.put("arrivalDate", "2026-12-" + from).put("departureDate", "2026-12-" + to);
  }

  private static ObjectNode dates(ObjectNode record, String from) {
    return record
        .put("arrivalDate", from)
        .put("departureDate", LocalDate.parse(from).plusDays(1).toString());
  }

  private static ObjectNode airbnb(String code, ObjectNode record) {
    record.put("channel", "AIRBNB").putObject("codes").put("confirmationCode", code);
    return record;
  }

  private List<Logged> conflicts() throws Exception {
    return node.events().stream().filter(e -> e.type().equals("calendar.conflict")).toList();
  }

  private List<String> states() throws Exception {
    return conflicts().stream().map(ConflictRechecksTest::state).toList();
  }

  /** State, ids of the two in their order, and the nights. */
  private static String state(Logged conflict) {
    JsonNode record = conflict.envelope().at("/data/record");
    StringBuilder text = new StringBuilder(record.path("state").asText());
    record.path("records").findValuesAsText("id").stream()
        .sorted()
        .forEach(id -> text.append(' ').append(id));
    for (JsonNode overlap : record.path("overlaps")) {
      text.append(' ').append(overlap.path("unitId").asText());
      text.append(' ').append(overlap.path("arrivalDate").asText());
      text.append(' ').append(overlap.path("departureDate").asText());
    }
    return text.toString();
  }
}
