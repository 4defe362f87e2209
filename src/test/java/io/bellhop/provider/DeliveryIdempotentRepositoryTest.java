package io.bellhop.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.Outcome;
import io.bellhop.inbox.Status;
import io.bellhop.publish.Listing;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** A key belongs to a delivery, so the same delivery may try again and its repeat may not. */
class DeliveryIdempotentRepositoryTest {
  private final DeliveryIdempotentRepository repository =
      new DeliveryIdempotentRepository(key -> null);

  @Test
  void a_key_that_nobody_has_used_is_free() {
    Delivery delivery = Given.delivery("k");
    Work work = Given.work(delivery);

    assertThat(repository.add(exchange(work, delivery), "k")).isTrue();
    assertThat(work.spokenFor(delivery)).as("the route goes on").isFalse();
  }

  @Test
  void the_same_delivery_may_use_its_key_again_after_a_failure_or_a_crash() {
    Delivery delivery = Given.delivery("k");
    Work work = Given.work(delivery);

    assertThat(repository.add(exchange(work, delivery), "k")).isTrue();
    assertThat(repository.add(exchange(work, delivery), "k")).isTrue();
    assertThat(repository.add(exchange(Given.work(delivery), delivery), "k")).isTrue();
  }

  @Test
  void so_may_one_that_owns_it_since_before_and_is_replayed() {
    Delivery before = Given.delivery("k");
    Delivery replayed =
        new Delivery(
            before.id(),
            before.accountId(),
            "acme",
            "booked",
            before.orderKey(),
            "k",
            "replay",
            false,
            Given.NOW,
            Given.NOW,
            "{}",
            new byte[0],
            0,
            before.id());

    assertThat(repository.add(exchange(Given.work(replayed), replayed), "k")).isTrue();
  }

  @Test
  void a_repeat_in_the_same_claim_is_a_duplicate() {
    Delivery delivery = Given.delivery("k");
    Delivery repeat = Given.delivery("k");
    Work work = Given.work(delivery, repeat);

    assertThat(repository.add(exchange(work, delivery), "k")).isTrue();
    assertThat(repository.add(exchange(work, repeat), "k")).isFalse();
    assertThat(work.finished().outcomes())
        .containsExactly(Outcome.of(repeat, Status.DUPLICATE, null));
  }

  @Test
  void so_is_a_repeat_of_one_that_was_settled_long_ago() {
    Delivery repeat = Given.delivery("k", 0, UUID.randomUUID());
    Work work = Given.work(repeat);

    assertThat(repository.contains(exchange(work, repeat), "k")).isTrue();
    assertThat(repository.add(exchange(work, repeat), "k")).isFalse();
    assertThat(work.finished().outcomes())
        .containsExactly(Outcome.of(repeat, Status.DUPLICATE, null));
  }

  @Test
  void a_key_of_the_routes_own_takes_the_place_of_the_listeners() {
    Delivery one = Given.delivery("k1");
    Delivery other = Given.delivery("k2");
    Work work = Given.work(one, other);

    assertThat(repository.add(exchange(work, one), "stay 7")).isTrue();
    assertThat(repository.add(exchange(work, other), "stay 7")).isFalse();
    assertThat(work.finished().claim().deliveries())
        .as("what the commit writes keys of")
        .extracting(Delivery::idempotencyKey)
        .containsExactly("stay 7", "stay 7");
  }

  @Test
  void it_belongs_to_the_message_that_has_used_it_also_after_a_crash() {
    Delivery before = Given.delivery("k1");
    Delivery repeat = Given.delivery("k2");
    DeliveryIdempotentRepository later =
        new DeliveryIdempotentRepository(
            asked -> asked.keyId().endsWith("/stay 7") ? before.id() : null);

    assertThat(later.add(exchange(Given.work(before), before), "stay 7")).isTrue();
    assertThat(later.add(exchange(Given.work(repeat), repeat), "stay 7")).isFalse();
    assertThat(later.add(exchange(Given.work(repeat), repeat), "stay 8")).isTrue();
  }

  @Test
  void a_long_key_and_one_that_no_column_takes_are_hashed() {
    Delivery one = Given.delivery("k1");
    Work work = Given.work(one);

    assertThat(repository.add(exchange(work, one), "x".repeat(5000) + "\0")).isTrue();

    assertThat(work.finished().claim().deliveries().get(0).idempotencyKey()).startsWith("sha256:");
  }

  @Test
  void an_entry_of_a_list_keeps_the_key_that_names_its_run() {
    String key = Listing.key(UUID.randomUUID(), "sha256:1", true, true);
    Delivery entry = listed(key);
    Work work = Given.work(entry);

    assertThat(repository.add(exchange(work, entry), "stay 7")).isTrue();

    assertThat(work.finished().claim().deliveries().get(0).idempotencyKey()).isEqualTo(key);
  }

  @Test
  void other_keys_are_other_deliveries() {
    Delivery one = Given.delivery("k1");
    Delivery other = Given.delivery("k2");
    Work work = Given.work(one, other);

    assertThat(repository.add(exchange(work, one), "k1")).isTrue();
    assertThat(repository.add(exchange(work, other), "k2")).isTrue();
  }

  @Test
  void a_key_alone_says_nothing_and_none_is_ever_forgotten_by_a_route() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> repository.add("k"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> repository.clear());
  }

  @Test
  void a_route_that_does_not_start_at_the_inbox_is_told_so() {
    Exchange stray = Given.exchange(new DefaultCamelContext(), null);

    assertThatIllegalStateException()
        .isThrownBy(() -> repository.add(stray, "k"))
        .withMessageContaining("direct:bellhop-<provider>");
  }

  private static Delivery listed(String key) {
    Delivery webhook = Given.delivery(key);
    return new Delivery(
        webhook.id(),
        webhook.accountId(),
        webhook.provider(),
        webhook.nativeEvent(),
        webhook.orderKey(),
        key,
        Delivery.SYNC,
        false,
        Given.NOW,
        Given.NOW,
        "{}",
        new byte[0],
        0,
        null);
  }

  private static Exchange exchange(Work work, Delivery delivery) {
    Exchange exchange = Given.exchange(new DefaultCamelContext(), null);
    new Current(work, Given.account(), List.of(delivery)).on(exchange);
    return exchange;
  }
}
