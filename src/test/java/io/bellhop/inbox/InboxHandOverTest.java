package io.bellhop.inbox;

import static io.bellhop.support.TestNode.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an append hands to workers without a claim. */
class InboxHandOverTest extends InboxOnStore {
  private static final Duration WINDOW = Duration.ofSeconds(2);

  @ParameterizedTest
  @EnumSource(Store.class)
  void an_arrival_that_is_alone_with_its_key_is_handed_over_under_a_lease(Store store)
      throws Exception {
    start(store);
    List<Claim> handed = new CopyOnWriteArrayList<>();
    node.inbox().intake().handTo(new Workers(() -> 10, handed::add, claim -> {}));
    InboxMessage message = make.on("a");
    node.append(message);
    Awaitility.await().until(() -> handed.size() == 1);

    assertThat(ids(handed.get(0).messages())).containsExactly(message.id());
    assertThat(node.claim()).as("it is leased").isEmpty();
    InboxMessage next = make.on("a");
    node.append(next);
    assertThat(node.settle(handed.get(0), MessageStatus.DONE)).isTrue();

    assertThat(handed).hasSize(1);
    assertThat(ids(node.claimOne().messages())).containsExactly(next.id());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void the_tree_of_a_body_comes_along_in_memory_and_is_never_read_again(Store store)
      throws Exception {
    start(store);
    List<Claim> handed = new CopyOnWriteArrayList<>();
    node.inbox().intake().handTo(new Workers(() -> 10, handed::add, claim -> {}));
    JsonNode tree = JsonNodeFactory.instance.objectNode().put("a", 1);
    InboxMessage message = make.on("a").toBuilder().parsed(ParsedBody.of(tree)).build();
    node.append(message);
    Awaitility.await().until(() -> handed.size() == 1);

    InboxMessage first = handed.get(0).messages().get(0);
    assertThat(first.ownedBy(UUID.randomUUID()).parsed().take()).isSameAs(tree);
    assertThat(first.parsed().take()).as("it was given away").isNull();

    clock.forward(LEASE);
    assertThat(node.claimOne().messages().get(0).parsed().take()).isNull();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_queue_of_messages_keeps_no_trees(Store store) throws Exception {
    node = new TestNode(store.freshUrl(), clock, 100);
    List<InboxMessage> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      JsonNode tree = JsonNodeFactory.instance.objectNode();
      waiting.add(make.on("a").toBuilder().parsed(ParsedBody.of(tree)).build());
      node.inbox().append(waiting.get(i));
    }

    assertThat(waiting.get(0).parsed().take()).isNotNull();
    assertThat(waiting.get(19).parsed().take()).isNull();
    node.inbox().start();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_was_handed_over_and_not_settled_comes_back(Store store) throws Exception {
    start(store);
    node.inbox().intake().handTo(new Workers(() -> 10, claim -> {}, claim -> {}));
    InboxMessage message = make.on("a");
    node.append(message);
    assertThat(node.claim()).isEmpty();

    clock.forward(LEASE);

    assertThat(ids(node.claimOne().messages())).containsExactly(message.id());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_waits_for_others_or_finds_no_room_is_not_handed_over(Store store) throws Exception {
    start(store);
    List<Claim> handed = new CopyOnWriteArrayList<>();
    node.inbox().intake().handTo(new Workers(() -> 10, handed::add, claim -> {}));
    node.append(make.mergeable("a", WINDOW));
    node.inbox().intake().handTo(new Workers(() -> 0, handed::add, claim -> {}));
    node.append(make.on("b"));

    assertThat(node.claimOne().orderKey()).isEqualTo("b");
    clock.forward(WINDOW);
    assertThat(node.claimOne().orderKey()).isEqualTo("a");
    assertThat(handed).isEmpty();
  }
}
