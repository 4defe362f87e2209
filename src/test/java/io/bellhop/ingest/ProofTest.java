package io.bellhop.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class ProofTest {
  @Test
  void a_proof_goes_by_its_name() {
    assertThat(Proof.named("basic", Clock.systemUTC())).isInstanceOf(BasicProof.class);
    assertThat(Proof.named("standard-webhooks", Clock.systemUTC()))
        .isInstanceOf(StandardWebhooksProof.class);
  }

  @Test
  void a_name_that_there_is_not_must_not_mean_no_proof() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proof.named("basik", Clock.systemUTC()))
        .withMessageContainingAll("basic", "standard-webhooks", "was: basik");
  }

  @Test
  void secrets_are_the_same_only_if_every_letter_is() {
    assertThat(Proof.same("secret", "secret")).isTrue();
    assertThat(Proof.same("secret", "secreT")).isFalse();
    assertThat(Proof.same("secret", "secret ")).isFalse();
    assertThat(Proof.same("secret", "")).isFalse();
  }
}
