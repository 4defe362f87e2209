package io.bellhop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.inbox.SyncOrigin;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** A key belongs to a message, so the same message may try again and its repeat may not. */
class InboxIdempotentRepositoryTest {
  private final InboxIdempotentRepository repository = new InboxIdempotentRepository(key -> null);

  @Test
  void an_unused_key_is_free() {
    InboxMessage message = RouteExchange.message("k");
    ClaimResult result = RouteExchange.result(message);

    assertThat(repository.add(exchange(result, message), "k")).isTrue();
    assertThat(result.isSettled(message)).as("the route goes on").isFalse();
  }

  @Test
  void the_same_delivery_may_use_its_key_again_after_a_failure_or_a_crash() {
    InboxMessage message = RouteExchange.message("k");
    ClaimResult result = RouteExchange.result(message);

    assertThat(repository.add(exchange(result, message), "k")).isTrue();
    assertThat(repository.add(exchange(result, message), "k")).isTrue();
    assertThat(repository.add(exchange(RouteExchange.result(message), message), "k")).isTrue();
  }

  @Test
  void so_may_one_that_owns_it_since_before_and_is_replayed() {
    InboxMessage before = RouteExchange.message("k");
    InboxMessage replayed =
        before.toBuilder().kind(MessageKind.REPLAY).keyOwner(before.id()).build();

    assertThat(repository.add(exchange(RouteExchange.result(replayed), replayed), "k")).isTrue();
  }

  @Test
  void a_repeat_in_the_same_claim_is_a_duplicate() {
    InboxMessage message = RouteExchange.message("k");
    InboxMessage repeat = RouteExchange.message("k");
    ClaimResult result = RouteExchange.result(message, repeat);

    assertThat(repository.add(exchange(result, message), "k")).isTrue();
    assertThat(repository.add(exchange(result, repeat), "k")).isFalse();
    assertThat(result.finished().outcomes())
        .containsExactly(MessageOutcome.of(repeat, MessageStatus.DUPLICATE, null));
  }

  @Test
  void so_is_a_repeat_of_one_that_was_settled_long_ago() {
    InboxMessage repeat = RouteExchange.message("k", 0, UUID.randomUUID());
    ClaimResult result = RouteExchange.result(repeat);

    assertThat(repository.contains(exchange(result, repeat), "k")).isTrue();
    assertThat(repository.add(exchange(result, repeat), "k")).isFalse();
    assertThat(result.finished().outcomes())
        .containsExactly(MessageOutcome.of(repeat, MessageStatus.DUPLICATE, null));
  }

  @Test
  void a_key_of_the_routes_own_takes_the_place_of_the_listeners() {
    InboxMessage one = RouteExchange.message("k1");
    InboxMessage other = RouteExchange.message("k2");
    ClaimResult result = RouteExchange.result(one, other);

    assertThat(repository.add(exchange(result, one), "stay 7")).isTrue();
    assertThat(repository.add(exchange(result, other), "stay 7")).isFalse();
    assertThat(result.finished().claim().messages())
        .as("what the commit writes keys of")
        .extracting(InboxMessage::idempotencyKey)
        .containsExactly("stay 7", "stay 7");
  }

  @Test
  void it_belongs_to_the_message_that_has_used_it_also_after_a_crash() {
    InboxMessage before = RouteExchange.message("k1");
    InboxMessage repeat = RouteExchange.message("k2");
    InboxIdempotentRepository later =
        new InboxIdempotentRepository(
            asked -> asked.keyId().endsWith("/stay 7") ? before.id() : null);

    assertThat(later.add(exchange(RouteExchange.result(before), before), "stay 7")).isTrue();
    assertThat(later.add(exchange(RouteExchange.result(repeat), repeat), "stay 7")).isFalse();
    assertThat(later.add(exchange(RouteExchange.result(repeat), repeat), "stay 8")).isTrue();
  }

  @Test
  void a_long_key_and_one_that_no_column_takes_are_hashed() {
    InboxMessage one = RouteExchange.message("k1");
    ClaimResult result = RouteExchange.result(one);

    assertThat(repository.add(exchange(result, one), "x".repeat(5000) + "\0")).isTrue();

    assertThat(result.finished().claim().messages().get(0).idempotencyKey()).startsWith("sha256:");
  }

  @Test
  void an_entry_of_a_list_keeps_the_key_that_names_its_run() {
    String key = "sync 1 sha256:1";
    InboxMessage entry = listed(key);
    ClaimResult result = RouteExchange.result(entry);

    assertThat(repository.add(exchange(result, entry), "stay 7")).isTrue();

    assertThat(result.finished().claim().messages().get(0).idempotencyKey()).isEqualTo(key);
  }

  @Test
  void other_keys_are_other_deliveries() {
    InboxMessage one = RouteExchange.message("k1");
    InboxMessage other = RouteExchange.message("k2");
    ClaimResult result = RouteExchange.result(one, other);

    assertThat(repository.add(exchange(result, one), "k1")).isTrue();
    assertThat(repository.add(exchange(result, other), "k2")).isTrue();
  }

  @Test
  void a_key_alone_says_nothing_and_none_is_ever_forgotten_by_a_route() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> repository.add("k"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> repository.clear());
  }

  @Test
  void a_route_that_does_not_start_at_the_inbox_fails_with_that_reason() {
    Exchange stray = RouteExchange.exchange(new DefaultCamelContext(), null);

    assertThatIllegalStateException()
        .isThrownBy(() -> repository.add(stray, "k"))
        .withMessageContaining("direct:bellhop-<provider>");
  }

  private static InboxMessage listed(String key) {
    return RouteExchange.message(key).toBuilder()
        .kind(MessageKind.SYNC_ENTRY)
        .sync(new SyncOrigin(UUID.randomUUID(), "sha256:1", true))
        .build();
  }

  private static Exchange exchange(ClaimResult result, InboxMessage message) {
    Exchange exchange = RouteExchange.exchange(new DefaultCamelContext(), null);
    new ExchangeContext(result, RouteExchange.account(), List.of(message)).on(exchange);
    return exchange;
  }
}
