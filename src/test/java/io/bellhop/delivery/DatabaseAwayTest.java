package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.OwnPostgres;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PostgreSQL goes while posts are under way, and comes back when every lease has run out. */
@Tag("slow")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatabaseAwayTest {
  @Test
  void what_was_delivered_meanwhile_is_not_sent_again_behind_later_events_of_its_record()
      throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (OwnPostgres postgres = new OwnPostgres();
        DeliveryRig rig =
            new DeliveryRig(postgres.url(), DeliveryRig.settings(1, Duration.ofSeconds(40)))) {
      Receiver receiver = rig.receiver();
      rig.subscribe(receiver);
      receiver.next(Answer.status(200).after(gate), Answer.status(500));
      rig.publishVersions("a", 4);
      receiver.await(1);
      rig.publish(1, "b");
      rig.awaitAttempts(1);

      postgres.stop();
      gate.complete(null);
      Awaitility.await().until(() -> receiver.underWay() == 0);
      rig.pass(DeliveryRig.LEASE);
      postgres.startAgain();
      rig.awaitDelivered(5);

      assertThat(receiver.byRecord("/data/record/numberOfGuests").get("a"))
          .containsExactly("1", "2", "3", "4");
      assertThat(receiver.byRecord("/data/record/numberOfGuests").get("b"))
          .containsExactly("1", "1");
      assertThat(rig.node.count("delivery_key")).isZero();
    }
  }
}
