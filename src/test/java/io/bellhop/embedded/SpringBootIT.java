package io.bellhop.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example for Spring Boot, in a process of its own; only this test has Spring. */
class SpringBootIT {
  @TempDir Path folder;

  @Test
  void it_takes_a_webhook_and_its_own_route_gets_the_event() throws Exception {
    try (HostProcess host =
        new HostProcess(folder)
            .write("src/it/spring-boot")
            .start("com.example.stays.StaysApplication")) {
      host.post();
      host.awaitStay();
      assertThat(host.get("/hello")).isEqualTo("hello");
      host.stop();
    }
  }
}
