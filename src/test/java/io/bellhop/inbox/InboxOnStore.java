package io.bellhop.inbox;

import io.bellhop.support.Deliveries;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** One node's inbox, which each test starts on a database of its own. */
abstract class InboxOnStore {
  final MutableClock clock = new MutableClock();
  final Deliveries make = new Deliveries(UUID.randomUUID(), clock);
  TestNode node;

  @AfterEach
  void close() throws Exception {
    node.close();
  }

  void start(Store store) throws Exception {
    node = TestNode.start(store.freshUrl(), clock);
  }

  static List<UUID> ids(List<InboxMessage> messages) {
    return messages.stream().map(InboxMessage::id).toList();
  }
}
