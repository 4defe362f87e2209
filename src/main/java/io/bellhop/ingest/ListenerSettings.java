package io.bellhop.ingest;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.util.TimeUtils;

/**
 * What a provider's folder says about its listener.
 *
 * @param proof how a sender is known, see {@link Proof#named}
 * @param event what happened
 * @param idempotencyKey equal for repeats
 * @param orderKey what deliveries are kept in order by
 * @param merged which events wait for others of their key
 * @param mergeWindow how long they wait
 */
record ListenerSettings(
    String provider,
    String proof,
    Fields event,
    Fields idempotencyKey,
    Fields orderKey,
    Predicate<String> merged,
    Duration mergeWindow) {

  /**
   * @param mergeEvents a regular expression over event names; empty: none is merged
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  static ListenerSettings of(
      String provider,
      String proof,
      String event,
      String idempotencyKey,
      String orderKey,
      String mergeEvents,
      String mergeWindow) {
    return new ListenerSettings(
        provider,
        proof,
        fields("event", event),
        fields("idempotencyKey", idempotencyKey),
        fields("orderKey", orderKey),
        pattern(mergeEvents),
        Duration.ofMillis(TimeUtils.toMilliSeconds(mergeWindow)));
  }

  private static Fields fields(String parameter, String value) {
    try {
      return new Fields(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("parameter " + parameter + ": " + e.getMessage(), e);
    }
  }

  private static Predicate<String> pattern(String mergeEvents) {
    try {
      return mergeEvents.isBlank() ? any -> false : Pattern.compile(mergeEvents).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "parameter mergeEvents is not a regular expression: " + e.getMessage(), e);
    }
  }
}
