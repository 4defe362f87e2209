package io.bellhop.ingest;

import io.bellhop.ingest.Fields.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a provider's folder says about its listener.
 *
 * @param proof how a sender is known
 * @param body what the provider sends
 * @param drop what of it is not kept
 * @param event what happened
 * @param idempotencyKey equal for repeats
 * @param idempotencyWindow how long it counts; null for as long as keys are kept
 * @param orderKey what deliveries are kept in order by
 * @param tenant what must be the account's external id; null if nothing must
 * @param merged which events wait for others of their key
 * @param mergeWindow how long they wait
 */
record ListenerSettings(
    String provider,
    Proof proof,
    BodyKind body,
    Drop drop,
    Fields event,
    Fields idempotencyKey,
    Duration idempotencyWindow,
    Fields orderKey,
    Fields tenant,
    Predicate<String> merged,
    Duration mergeWindow) {

  private static final Set<Source> ANYWHERE = EnumSet.allOf(Source.class);

  /**
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  static ListenerSettings of(Parameters parameters, Clock clock) {
    return new ListenerSettings(
        parameters.text("provider"),
        Proof.of(parameters, clock),
        BodyKind.of(parameters),
        new Drop(parameters.names("drop")),
        parameters.fields("event", EnumSet.of(Source.BODY, Source.HEADER)),
        parameters.fields("idempotencyKey", ANYWHERE),
        window(parameters),
        parameters.fields("orderKey", ANYWHERE),
        // It is read again when the delivery is worked on, and its headers are gone by then.
        parameters.isSet("tenant") ? parameters.fields("tenant", EnumSet.of(Source.BODY)) : null,
        parameters.matching("mergeEvents"),
        parameters.time("mergeWindow"));
  }

  private static Duration window(Parameters parameters) {
    if (!parameters.isSet("idempotencyWindow")) {
      return null;
    }
    Duration window = parameters.time("idempotencyWindow");
    if (window.isZero()) {
      throw parameters.wrong("idempotencyWindow", "must be longer than nothing, or left empty");
    }
    return window;
  }
}
