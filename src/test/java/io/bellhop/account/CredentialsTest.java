package io.bellhop.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {
  @Test
  void ids_open_nothing_and_are_shown() {
    Map<String, String> ids =
        Map.of("workspace_id", "w", "integration_account_id", "i", "own_user_id", "u");

    assertThat(Credentials.masked(ids)).isEqualTo(ids);
    assertThat(Credentials.masked(Map.of("token", "t", "user-api-key", "k")))
        .isEqualTo(Map.of("token", "***", "user-api-key", "***"));
  }
}
