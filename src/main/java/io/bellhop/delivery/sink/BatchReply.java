package io.bellhop.delivery.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The result of sending many events at once.
 *
 * @param error why some of them were not taken and have to go out again; null if none has to
 * @param refusedAt the places of those that the receiver will never take
 */
public record BatchReply(String error, Set<Integer> refusedAt) {
  /** The receiver has taken all of them. */
  public static final BatchReply TAKEN = new BatchReply(null, Set.of());

  /** All of them have to go out again. */
  public static BatchReply failed(String error) {
    return new BatchReply(error, Set.of());
  }

  /** Whether none of them has to go out again. */
  public boolean isTaken() {
    return error == null;
  }

  /**
   * Those that the receiver will never take.
   *
   * @param sent all of them
   */
  public <T> List<T> refused(List<T> sent) {
    List<T> refused = new ArrayList<>();
    refusedAt.stream().sorted().forEach(place -> refused.add(sent.get(place)));
    return refused;
  }
}
