package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.InboxMessage;
import java.util.ArrayList;
import java.util.List;

/** The messages that an aggregator has gathered to merge. Used by one thread at a time. */
final class MergeGroup {
  private final List<MergePart> arrived = new ArrayList<>();
  private final List<MergePart> ordered = new ArrayList<>();
  private final List<InboxMessage> messages = new ArrayList<>();

  /**
   * Adds a body. Bodies with equal or unusable times keep their order of arrival.
   *
   * @return whether it is the newest
   */
  boolean add(MergePart part, List<InboxMessage> of) {
    arrived.add(part);
    messages.addAll(of);
    int at = 0;
    while (at < ordered.size() && !part.isOlderThan(ordered.get(at))) {
      at++;
    }
    ordered.add(at, part);
    return at == ordered.size() - 1;
  }

  boolean isOfOne() {
    return arrived.size() == 1;
  }

  List<ObjectNode> inOrderOfArrival() {
    return arrived.stream().map(MergePart::body).toList();
  }

  List<ObjectNode> oldestFirst() {
    return ordered.stream().map(MergePart::body).toList();
  }

  /** The messages in their order of arrival. */
  List<InboxMessage> messages() {
    return List.copyOf(messages);
  }
}
