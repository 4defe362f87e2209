package io.bellhop.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.event.ConflictRechecks;
import io.bellhop.event.EventSubscribers;
import io.bellhop.event.StayLinkEvents;
import io.bellhop.support.EventSchema;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.bellhop.support.TestNode.Logged;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Subscribers learn from events which reservations of two accounts are one stay. */
class StayLinkEventsTest {
  private final MutableClock clock = new MutableClock();
  private TestNode node;
  private Account pms;
  private Account manager;
  private PropertyMappings mappings;
  private ConflictRechecks rechecks;
  private StayLinkEvents links;

  @AfterEach
  void close() throws Exception {
    links.close();
    rechecks.close();
    node.close();
  }

  private void start(Store store) throws Exception {
    node = TestNode.start(store.freshUrl(), clock);
    pms = node.account();
    manager =
        node.accounts()
            .create(Account.builder().provider("manager").name("m").workspaceId("default").build());
    rechecks =
        new ConflictRechecks(
            node.database(),
            node.accounts(),
            TestNode.MAPPER,
            new ConflictRechecks.Receivers(EventSubscribers.NONE, true, () -> {}),
            clock);
    mappings = new PropertyMappings(node.database(), clock, () -> {});
    links = links();
  }

  private StayLinkEvents links() {
    return new StayLinkEvents(
        node.database(),
        node.accounts(),
        TestNode.MAPPER,
        new StayLinks(node.database(), node.accounts(), TestNode.MAPPER)::find,
        EventSubscribers.NONE,
        clock);
  }

  private void finish() throws Exception {
    while (rechecks.run() || links.run()) {
      // Each run is a portion.
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_reservations_with_one_code_are_linked_once_and_part_when_the_code_changes(Store store)
      throws Exception {
    start(store);
    node.publish(pms, airbnb("HMABCD12", stay("1", "home", "01", "05")));
    finish();
    assertThat(said()).isEmpty();

    node.publish(manager, airbnb("hm-abcd12", stay("A", "listing", "01", "05")));
    finish();
    node.publish(manager, airbnb("HMABCD12", stay("A", "listing", "01", "05")).put("notes", "x"));
    finish();
    node.publish(pms, airbnb("HMABCD12", stay("1", "home", "02", "06")));
    finish();
    node.publish(pms, airbnb("HMOTHER1", stay("1", "home", "02", "06")));
    finish();

    assertThat(said()).containsExactly("stay.linked confirmation_code 1 A", "stay.unlinked 1 A");
    for (Logged event : events()) {
      EventSchema.check(event.envelope());
      assertThat(event.envelope().at("/data/record/records").toString()).doesNotContain("Guest");
    }
    assertThat(node.count("stay_pair")).isZero();
    assertThat(node.count("stay_link_due")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_mapping_links_existing_stays_and_separates_them(Store store) throws Exception {
    start(store);
    node.publish(pms, stay("1", "home", "01", "05"), stay("2", "home", "10", "12"));
    node.publish(manager, stay("A", "listing", "01", "05"), stay("B", "listing", "20", "22"));
    finish();
    assertThat(said()).isEmpty();

    mappings.create(pms.id(), "home", null, "apt").orElseThrow();
    UUID second = mappings.create(manager.id(), "listing", null, "apt").orElseThrow();
    // Another node has died: what it has left to do is in the database.
    links.close();
    links = links();
    finish();
    assertThat(said()).containsExactly("stay.linked dates 1 A");

    mappings.rename(second, "attic");
    finish();
    assertThat(said()).containsExactly("stay.linked dates 1 A", "stay.unlinked 1 A");
    mappings.rename(second, "apt");
    finish();
    mappings.delete(second);
    finish();
    assertThat(said()).hasSize(4).endsWith("stay.linked dates 1 A", "stay.unlinked 1 A");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_link_by_dates_ends_with_a_cancellation_and_one_by_code_does_not(Store store)
      throws Exception {
    start(store);
    mappings.create(pms.id(), "home", null, "apt").orElseThrow();
    mappings.create(manager.id(), "listing", null, "apt").orElseThrow();
    node.publish(
        pms, stay("1", "home", "01", "05"), airbnb("HM123456", stay("2", "home", "10", "12")));
    node.publish(
        manager,
        stay("A", "listing", "01", "05"),
        airbnb("HM123456", stay("B", "listing", "10", "12")));
    finish();
    assertThat(said())
        .containsExactlyInAnyOrder("stay.linked dates 1 A", "stay.linked confirmation_code 2 B");

    node.publish(pms, stay("1", "home", "01", "05").put("status", "CANCELLED"));
    node.publish(
        manager, airbnb("HM123456", stay("B", "listing", "10", "12")).put("status", "CANCELLED"));
    finish();

    assertThat(said()).hasSize(3).endsWith("stay.unlinked 1 A");
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void stays_of_the_past_of_other_workspaces_and_of_one_provider_make_no_event(Store store)
      throws Exception {
    start(store);
    Account elsewhere = node.account("elsewhere");
    Account anew = node.account();
    ObjectNode past = airbnb("HM000001", stay("9", "home", "01", "05"));
    past.put("arrivalDate", "2025-01-01").put("departureDate", "2025-01-05");
    ObjectNode pastToo = past.deepCopy().put("id", "P");
    node.publish(pms, past, airbnb("HM000002", stay("1", "home", "01", "05")));
    node.publish(manager, pastToo);
    node.publish(elsewhere, airbnb("HM000002", stay("E", "home", "01", "05")));
    node.publish(anew, airbnb("HM000002", stay("7", "home", "01", "05")));
    finish();

    assertThat(said()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_account_that_moves_finds_links_in_its_new_workspace_and_a_single_one_is_skipped(
      Store store) throws Exception {
    start(store);
    Account other = node.account("seaside");
    node.publish(other, airbnb("HM777777", stay("S", "sea", "01", "05")));
    assertThat(node.count("stay_link_due")).as("the only account of its workspace").isZero();
    node.publish(manager, airbnb("HM777777", stay("A", "listing", "01", "05")));
    finish();
    assertThat(said()).isEmpty();

    node.accounts()
        .change(manager.id(), stored -> stored.toBuilder().workspaceId("seaside").build());
    finish();
    assertThat(said()).containsExactly("stay.linked confirmation_code A S");

    node.accounts().delete(manager.id());
    finish();
    assertThat(said()).as("who deletes an account knows it").hasSize(1);
    assertThat(node.count("stay_pair")).isZero();
  }

  private static ObjectNode stay(String id, String property, String from, String to) {
    ObjectNode record = TestNode.MAPPER.createObjectNode();
    record.put("id", id).put("propertyId", property).put("status", "CONFIRMED");
    record.putObject("primaryGuest").put("name", "Ida Guest");
    return record.put("arrivalDate", "2026-12-" + from).put("departureDate", "2026-12-" + to);
  }

  private static ObjectNode airbnb(String code, ObjectNode record) {
    record.put("channel", "AIRBNB").putObject("codes").put("confirmationCode", code);
    return record;
  }

  private List<Logged> events() throws Exception {
    return node.events().stream().filter(e -> e.type().startsWith("stay.")).toList();
  }

  private List<String> said() throws Exception {
    List<String> said = new ArrayList<>();
    for (Logged event : events()) {
      StringBuilder text = new StringBuilder(event.type());
      if (event.envelope().at("/data/record").has("by")) {
        text.append(' ').append(event.envelope().at("/data/record/by").asText());
      }
      event.envelope().at("/data/record/records").findValuesAsText("id").stream()
          .sorted()
          .forEach(id -> text.append(' ').append(id));
      said.add(text.toString());
    }
    return said;
  }
}
