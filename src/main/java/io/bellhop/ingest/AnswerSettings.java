package io.bellhop.ingest;

import io.bellhop.config.TemplateParameters;
import java.time.Duration;
import java.util.Set;

/**
 * How long a provider waits for its answer, and the status that makes it send a webhook again.
 *
 * @param commit the time limit until a webhook is on disk
 * @param busyStatus the status of an answer that the webhook cannot be stored now
 */
record AnswerSettings(Duration commit, int busyStatus) {
  /**
   * The steps before the commit may wait half a second for the database, and the clock of the
   * commits is accurate to a tenth of a second.
   */
  private static final Duration BEFORE_AND_AFTER = Duration.ofMillis(800);

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** The longest time for which a thread or a connection may wait. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  static AnswerSettings of(TemplateParameters parameters) {
    Duration within = parameters.time("answerWithin");
    if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
      throw parameters.wrong("answerWithin", "must be from 1s to 30s");
    }
    return new AnswerSettings(
        within.minus(BEFORE_AND_AFTER),
        Integer.parseInt(
            parameters.oneOf("busyStatus", Set.of("429", "500", "502", "503", "504"))));
  }
}
