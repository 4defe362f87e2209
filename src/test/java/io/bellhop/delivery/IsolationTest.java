package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.FreePort;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One subscriber that is dead and one that never comes to an end beside a good one. How much time
 * that costs is measured, not tested: {@code bellhop bench --bad-subscribers}.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IsolationTest {
  private static final int EVENTS = 500;

  private DeliveryRig rig;

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @Test
  void the_good_one_gets_everything_while_the_others_hold_on_to_theirs() throws Exception {
    rig = new DeliveryRig(Store.H2, DeliveryRig.settings(1, Duration.ofSeconds(100)));
    Receiver good = rig.receiver();
    Receiver slow = rig.receiver();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    slow.usually(Answer.status(200).after(gate));
    rig.subscribe(good);
    rig.subscribe(slow);
    rig.node.subscribe(SubscriptionBuilder.to("http://127.0.0.1:" + FreePort.any() + "/dead"));
    rig.node.subscribe(SubscriptionBuilder.to("http://no-such-host.invalid/dead"));

    for (int from = 0; from < EVENTS; from += 50) {
      int first = from;
      rig.publish(
          java.util.stream.IntStream.range(first, first + 50)
              .mapToObj(i -> "r" + i)
              .toArray(String[]::new));
    }
    good.await(EVENTS);

    assertThat(good.records()).doesNotHaveDuplicates();
    assertThat(slow.received()).as("it has not answered one of them").hasSize(8);
    assertThat(slow.underWay()).isEqualTo(8);

    slow.usually(Answer.status(200));
    gate.complete(null);
    slow.await(EVENTS);
    assertThat(List.copyOf(slow.records())).doesNotHaveDuplicates();
  }
}
