package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Receiver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Deliveries on a rig that each test starts. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class DeliveringOnRig {
  DeliveryRig rig;

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  static Map<String, List<String>> versions(Receiver receiver) {
    return receiver.byRecord("/data/record/numberOfGuests");
  }

  void assertNothingIsLeft() throws SQLException {
    assertThat(rig.node.count("delivery_pending")).isZero();
    // A key that got something while its last was settled is looked at once more before it goes.
    Awaitility.await().until(() -> rig.node.count("delivery_key") == 0);
  }
}
