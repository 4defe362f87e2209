package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VisibleSecretsTest {
  private static final List<String> SECRETS = List.of("bellhop.api-key", "bellhop.db.password");

  @Test
  void a_secret_on_the_command_line_is_named_without_its_value() {
    assertThat(
            VisibleSecrets.warning(
                SECRETS, "-Xmx1g", "-Dbellhop.api-key=opensesame", "-jar", "bellhop.jar"))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("can read bellhop.api-key in the list of processes")
                    .contains("bellhop.api-key.file")
                    .doesNotContain("opensesame", "bellhop.db.password"));
  }

  @Test
  void the_file_of_a_secret_and_other_options_are_none() {
    assertThat(
            VisibleSecrets.warning(
                SECRETS, "-Dbellhop.api-key.file=/run/key", "-Dbellhop.http.port=1"))
        .isEmpty();
  }
}
