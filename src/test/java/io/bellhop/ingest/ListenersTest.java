package io.bellhop.ingest;

import static io.bellhop.ingest.VerifierInput.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.monitor.Metrics;
import io.bellhop.monitor.Telemetry;
import io.bellhop.net.ClientAddresses;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the rest of the hub asks about a provider's listener. */
class ListenersTest {
  private static final int LARGEST = 1_048_576;

  private final Listeners listeners =
      new Listeners(
          null,
          null,
          new ObjectMapper(),
          Telemetry.of(new Metrics(new SimpleMeterRegistry())),
          ClientAddresses.direct(),
          VerifierInput.clock(1_790_000_000L));

  @Test
  void providers_are_those_with_a_listener() {
    listeners.open(VerifierInput.parameters("provider", "b"), LARGEST);
    listeners.open(VerifierInput.parameters("provider", "a"), LARGEST);

    assertThat(listeners.providers()).containsExactly("a", "b");
  }

  @Test
  void an_invalid_listener_does_not_exist() {
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> listeners.open(VerifierInput.parameters("verify", "none"), LARGEST));

    assertThat(listeners.providers()).isEmpty();
  }

  @Test
  void keys_count_as_long_as_they_are_kept_unless_the_folder_says_less() {
    listeners.open(VerifierInput.parameters("provider", "a"), LARGEST);
    listeners.open(VerifierInput.parameters("provider", "b", "idempotencyWindow", "10m"), LARGEST);

    assertThat(listeners.idempotencyWindow("a")).isNull();
    assertThat(listeners.idempotencyWindow("b")).isEqualTo(Duration.ofMinutes(10));
    assertThat(listeners.idempotencyWindow("unknown")).isNull();
  }

  @Test
  void the_credentials_of_a_proof_are_known_by_provider() {
    listeners.open(VerifierInput.parameters("provider", "a", "verify", "header"), LARGEST);

    assertThat(listeners.verifierFields("a")).containsExactlyInAnyOrder("header", "value");
    assertThat(listeners.verifierFields("unknown")).isEmpty();
  }

  @Test
  void the_external_id_of_the_account_shows_that_a_body_is_another_tenants() {
    listeners.open(VerifierInput.parameters("tenant", "$.hotel.id|$.hotel_id"), LARGEST);
    Account account = VerifierInput.account(Map.of());

    assertThat(isOther(account, "{'hotel':{'id':1}}")).isFalse();
    assertThat(isOther(account, "{'hotel':{'id':'1'}}")).isFalse();
    assertThat(isOther(account, "{'hotel_id':'1'}")).isFalse();
    assertThat(isOther(account, "{'hotel_id':'2'}")).isTrue();
    assertThat(isOther(account, "{'hotel_id':'01'}")).isTrue();
    assertThat(isOther(account, "{'hotel_id':null}")).isTrue();
    assertThat(isOther(account, "{}")).isTrue();
    assertThat(isOther(account, "[{'hotel_id':'1'}]")).isTrue();
  }

  @Test
  void without_a_tenant_or_an_external_id_every_body_is_the_accounts() {
    Account account = VerifierInput.account(Map.of());
    assertThat(isOther(account, "{}")).as("no listener").isFalse();

    listeners.open(VerifierInput.parameters(), LARGEST);
    assertThat(isOther(account, "{}")).isFalse();

    listeners.open(VerifierInput.parameters("tenant", "$.hotel_id"), LARGEST);
    assertThat(isOther(account, "{}")).isTrue();
    assertThat(isOther(nameless(account), "{'hotel_id':'2'}")).isFalse();
  }

  private boolean isOther(Account account, String body) {
    InboxMessage message =
        InboxMessage.builder(account.id(), account.id(), "acme")
            .keys("", "")
            .receivedAt(Instant.EPOCH)
            .headers("{}")
            .body(new byte[0])
            .build();
    return listeners.otherTenant(account, message, json(body));
  }

  private static Account nameless(Account a) {
    return a.toBuilder().externalId(null).build();
  }
}
