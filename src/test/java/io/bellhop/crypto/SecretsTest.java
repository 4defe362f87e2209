package io.bellhop.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void secrets_are_the_same_only_if_every_letter_is() {
    assertThat(Secrets.isSame("secret", "secret")).isTrue();
    assertThat(Secrets.isSame("secret", "secreT")).isFalse();
    assertThat(Secrets.isSame("secret", "secret ")).isFalse();
    assertThat(Secrets.isSame("secret", "")).isFalse();
  }
}
