package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bench sends by the thousand is taken and becomes events, before anybody measures it. */
class BenchHubTest {
  private static final int FEW = 20;

  @TempDir Path folder;

  @Test
  void each_webhook_of_the_bench_is_taken_and_arrives_once_as_an_event() throws Exception {
    BenchSettings settings =
        new BenchSettings(
            "jdbc:h2:file:" + folder.resolve("bench"), "sa", "", folder, Duration.ofSeconds(1));
    try (BenchHub hub = new BenchHub(settings.options(), new BenchHub.RunNumbers());
        BenchSubscriber subscriber = new BenchSubscriber()) {
      hub.subscribe(subscriber.uri().toString(), "*");
      Journey journey = new Journey(FEW);
      subscriber.listen(journey::arrived);

      try (LoadGenerator load = hub.load(2).tell(journey::sent)) {
        load.exactly(FEW);
      }

      journey.await(Duration.ofMinutes(1));
      hub.settle();
      assertThat(hub.client().events()).hasSize(FEW);
    }
  }
}
