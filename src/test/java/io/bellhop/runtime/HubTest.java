package io.bellhop.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.TestHub;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HubTest {
  /** Health checks and HTTP options: Camel looks for them, no route does. */
  private static final Set<String> NOT_FOR_ROUTES =
      Set.of(
          "bellhop-store",
          "bellhop-silence",
          "bellhop-refusals",
          "bellhop-accounts",
          "bellhopVertx");

  @Test
  void the_beans_that_routes_may_name_are_those_that_are_bound() throws Exception {
    try (TestHub hub = TestHub.start(Map.of())) {
      assertThat(hub.server().context().getRegistry().findByTypeWithName(Object.class).keySet())
          .filteredOn(name -> name.startsWith("bellhop") && !NOT_FOR_ROUTES.contains(name))
          .containsExactlyInAnyOrderElementsOf(Hub.BEANS);
    }
  }
}
