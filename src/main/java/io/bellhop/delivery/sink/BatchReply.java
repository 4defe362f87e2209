package io.bellhop.delivery.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The result of sending a batch of events.
 *
 * @param error why the receiver did not accept some events, which must be sent again; null if there
 *     are none
 * @param refusedAt the indexes of the events that the receiver will never accept
 */
public record BatchReply(String error, Set<Integer> refusedAt) {
  /** The receiver has accepted all events. */
  public static final BatchReply TAKEN = new BatchReply(null, Set.of());

  /** All events must be sent again. */
  public static BatchReply failed(String error) {
    return new BatchReply(error, Set.of());
  }

  /** Whether no event must be sent again. */
  public boolean isTaken() {
    return error == null;
  }

  /**
   * Returns the events that the receiver will never accept.
   *
   * @param sent the whole batch
   */
  public <T> List<T> refused(List<T> sent) {
    List<T> refused = new ArrayList<>();
    refusedAt.stream().sorted().forEach(place -> refused.add(sent.get(place)));
    return refused;
  }
}
