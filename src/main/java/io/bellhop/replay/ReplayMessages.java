package io.bellhop.replay;

import java.util.List;
import java.util.UUID;

/** Finds the messages of a replay. */
@FunctionalInterface
public interface ReplayMessages {
  /**
   * The next messages after the replay's position, in the order of arrival.
   *
   * @throws IllegalArgumentException if its filter is no longer valid
   */
  List<UUID> next(Replay replay, int most) throws Exception;
}
