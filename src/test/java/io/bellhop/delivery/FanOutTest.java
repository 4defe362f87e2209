package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.event.AppendedEvent;
import io.bellhop.subscription.Subscription;
import io.bellhop.support.SubscriptionBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FanOutTest {
  private static final Instant NOW = Instant.parse("2026-05-02T09:30:00Z");
  private static final Instant UNTIL = NOW.plusSeconds(20);
  private static final UUID LEASE = UUID.randomUUID();

  @ParameterizedTest
  @CsvSource({
    "*,                                       reservation.created, true",
    "reservation.created,                     reservation.created, true",
    "reservation.created,                     reservation.updated, false",
    "reservation.*,                           reservation.updated, true",
    "reservation.*,                           block.created,       false",
    "reservation.*,                           reservations.made,   false",
    "guest.created;reservation.updated,       reservation.updated, true",
    "' guest.created ; reservation.updated;', reservation.updated, true",
    "guest.*;block.*,                         reservation.updated, false"
  })
  void the_mask_decides(String mask, String type, boolean wanted) {
    Subscription subscription = SubscriptionBuilder.to("https://a.example/").mask(mask).build();

    assertThat(receivers(event(type, "default", "p1"), subscription)).hasSize(wanted ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"default, true", "other, false", ", true"})
  void the_workspace_decides_unless_it_is_everybodys(String workspace, boolean wanted) {
    Subscription subscription =
        SubscriptionBuilder.to("https://a.example/").workspace(workspace).build();

    assertThat(receivers(event("guest.created", "default", null), subscription))
        .hasSize(wanted ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"p1, true", "p2, false", ", false"})
  void a_webhook_of_a_property_gets_that_propertys_events(String property, boolean wanted) {
    Subscription subscription = SubscriptionBuilder.to("https://a.example/").property("p1").build();

    assertThat(receivers(event("reservation.created", "default", property), subscription))
        .hasSize(wanted ? 1 : 0);
  }

  @Test
  void a_webhook_of_a_property_gets_to_know_that_a_record_has_left_it() {
    Subscription left = SubscriptionBuilder.to("https://a.example/").property("p1").build();
    Subscription entered = SubscriptionBuilder.to("https://b.example/").property("p2").build();
    Subscription other = SubscriptionBuilder.to("https://c.example/").property("p3").build();
    Set<String> properties = AppendedEvent.properties("p2", "p1");
    AppendedEvent moved = event(1, "reservation.updated", "default", properties, "r1");

    assertThat(receivers(moved, left, entered, other))
        .containsExactlyInAnyOrder(left.id(), entered.id());
  }

  @Test
  void the_end_of_a_hold_stays_in_order_with_the_booking_that_it_becomes() {
    UUID account = UUID.randomUUID();
    String hold = AppendedEvent.record(account, "block.deleted", "12");
    String booking = AppendedEvent.record(account, "reservation.created", "12");
    Subscription subscription = SubscriptionBuilder.to("https://a.example/").build();

    FanOut fanOut =
        fanOut(
            List.of(
                event(1, "block.deleted", "default", "p1", hold),
                event(2, "reservation.created", "default", "p1", booking)),
            40,
            subscription);

    assertThat(fanOut.keys()).hasSize(1);
    assertThat(fanOut.deliveries())
        .extracting(delivery -> delivery.event().type())
        .containsExactly("block.deleted", "reservation.created");
    assertThat(AppendedEvent.record(account, "guest.created", "12")).isNotEqualTo(booking);
    assertThat(AppendedEvent.record(account, "block.created", "13")).isNotEqualTo(booking);
  }

  @Test
  void a_global_webhook_gets_those_of_every_property_and_of_none() {
    Subscription global = SubscriptionBuilder.to("https://a.example/").build();

    for (String property : Arrays.asList("p1", "a property that came later", null)) {
      assertThat(receivers(event("guest.created", "default", property), global)).hasSize(1);
    }
  }

  @Test
  void one_that_is_switched_off_gets_nothing() {
    assertThat(
            receivers(
                event("guest.created", "default", "p1"),
                SubscriptionBuilder.to("https://a.example/").active(false).build()))
        .isEmpty();
  }

  @Test
  void of_a_global_one_and_the_propertys_with_one_url_the_propertys_is_called() {
    Subscription global = SubscriptionBuilder.to("https://a.example/").build();
    Subscription property = SubscriptionBuilder.to("https://a.example/").property("p1").build();
    Subscription elsewhere = SubscriptionBuilder.to("https://b.example/").build();

    assertThat(receivers(event("guest.created", "default", "p1"), global, property, elsewhere))
        .containsExactlyInAnyOrder(property.id(), elsewhere.id());
    assertThat(receivers(event("guest.created", "default", "p2"), global, property, elsewhere))
        .as("it is not the property's event")
        .containsExactlyInAnyOrder(global.id(), elsewhere.id());
  }

  @Test
  void a_propertys_webhook_takes_the_place_of_a_global_one_only_where_it_is_called_itself() {
    Subscription global = SubscriptionBuilder.to("https://a.example/").build();
    AppendedEvent event = event("guest.created", "default", "p1");

    for (SubscriptionBuilder other :
        List.of(
            SubscriptionBuilder.to("https://a.example/").property("p1").active(false),
            SubscriptionBuilder.to("https://a.example/").property("p1").mask("block.*"),
            SubscriptionBuilder.to("https://a.example/").property("p1").workspace("other"),
            SubscriptionBuilder.to("https://a.example/x").property("p1"))) {
      assertThat(receivers(event, global, other.build())).contains(global.id());
    }
  }

  @Test
  void two_webhooks_of_one_kind_are_both_called_whatever_their_url() {
    Subscription one = SubscriptionBuilder.to("https://a.example/").build();
    Subscription two = SubscriptionBuilder.to("https://a.example/").build();
    Subscription three = SubscriptionBuilder.to("https://a.example/").property("p1").build();
    Subscription four = SubscriptionBuilder.to("https://a.example/").property("p1").build();
    AppendedEvent event = event("guest.created", "default", "p1");

    assertThat(receivers(event, one, two)).hasSize(2);
    assertThat(receivers(event, three, four)).hasSize(2);
  }

  @Test
  void a_sink_has_no_url_that_another_could_share() {
    Subscription sink = SubscriptionBuilder.to(null).sink("lake").build();
    Subscription property = SubscriptionBuilder.to(null).sink("lake").property("p1").build();

    assertThat(receivers(event("guest.created", "default", "p1"), sink, property)).hasSize(2);
  }

  @Test
  void all_of_the_workspace_hear_that_a_webhook_was_switched_off() {
    Subscription property = SubscriptionBuilder.to("https://a.example/").property("p1").build();
    Subscription other = SubscriptionBuilder.to("https://b.example/").workspace("other").build();
    Subscription narrow =
        SubscriptionBuilder.to("https://c.example/").mask("reservation.*").build();

    assertThat(receivers(event(Subscription.DISABLED, "default", null), property, other, narrow))
        .containsExactly(property.id());
  }

  @Test
  void events_of_one_record_share_a_key_and_keep_their_order() {
    Subscription subscription = SubscriptionBuilder.to("https://a.example/").build();
    List<AppendedEvent> events =
        IntStream.range(0, 50)
            .mapToObj(i -> event(4090 + i, "reservation.updated", "default", "p1", "r" + i % 2))
            .toList();

    FanOut fanOut = fanOut(events, 40, subscription);

    assertThat(fanOut.keys().keySet())
        .containsExactly(subscription.id() + " r0", subscription.id() + " r1");
    for (String key : fanOut.keys().keySet()) {
      List<OutboundEvent> deliveries = fanOut.of(key);
      assertThat(deliveries).hasSize(25);
      assertThat(deliveries).extracting(one -> one.event().seq()).isSorted();
      assertThat(deliveries.stream().map(one -> one.id().toString())).isSorted();
    }
  }

  @Test
  void as_many_keys_are_leased_at_once_as_there_is_room_for() {
    Subscription one = SubscriptionBuilder.to("https://a.example/").build();
    Subscription two = SubscriptionBuilder.to("https://b.example/").build();
    List<AppendedEvent> events =
        IntStream.range(0, 5)
            .mapToObj(i -> event(i, "reservation.updated", "default", "p1", "r" + i))
            .toList();

    FanOut fanOut =
        new FanOut(
            events,
            List.of(one, two),
            subscription -> subscription.id().equals(one.id()) ? 3 : 5,
            LEASE,
            NOW,
            UNTIL);

    assertThat(fanOut.wanted()).hasSize(8);
    assertThat(fanOut.full()).containsExactly(one.id());
    fanOut
        .keys()
        .forEach(
            (key, arrival) -> {
              boolean leased = fanOut.wanted().contains(key);
              assertThat(arrival.queue()).isEqualTo(key.substring(0, 36));
              assertThat(arrival.lease()).isEqualTo(leased ? LEASE : null);
              assertThat(arrival.dueAt()).isEqualTo(leased ? UNTIL : NOW);
            });
  }

  private static List<UUID> receivers(AppendedEvent event, Subscription... subscriptions) {
    return fanOut(List.of(event), 40, subscriptions).deliveries().stream()
        .map(OutboundEvent::subscriptionId)
        .toList();
  }

  private static FanOut fanOut(
      List<AppendedEvent> events, int room, Subscription... subscriptions) {
    return new FanOut(events, List.of(subscriptions), subscription -> room, LEASE, NOW, UNTIL);
  }

  private static AppendedEvent event(String type, String workspace, String property) {
    return event(1, type, workspace, property, "r1");
  }

  private static AppendedEvent event(
      long seq, String type, String workspace, String property, String record) {
    return event(seq, type, workspace, AppendedEvent.properties(property, null), record);
  }

  private static AppendedEvent event(
      long seq, String type, String workspace, Set<String> properties, String record) {
    return new AppendedEvent(
        seq, UUID.randomUUID(), type, workspace, properties, record, "{}", null);
  }
}
