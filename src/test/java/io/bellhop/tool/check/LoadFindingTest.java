package io.bellhop.tool.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LoadFindingTest {
  @Test
  void a_wrong_value_of_a_parameter_that_a_bean_takes_is_named() {
    Exception error =
        new IllegalStateException(
            "Bellhop does not start",
            new IllegalArgumentException(
                "Cannot create bean: io.acme.Strategy",
                new IllegalArgumentException("zone is Europe/Amstrdam")));

    assertThat(LoadFinding.of(error, null, Path.of("acme")).toString())
        .contains("zone is Europe/Amstrdam");
  }
}
