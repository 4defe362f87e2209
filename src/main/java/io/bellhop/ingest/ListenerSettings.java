package io.bellhop.ingest;

import io.bellhop.ingest.Fields.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a provider's folder says about its listener.
 *
 * @param proof how a sender is known
 * @param body what the provider sends
 * @param drop what of it is not kept
 * @param event what happened
 * @param elements how a body with several events is taken apart
 * @param check how the provider looks whether the listener is there
 * @param idempotencyKey equal for repeats; null if nothing tells them
 * @param idempotencyWindow how long it counts; null for as long as keys are kept
 * @param orderKey what deliveries are kept in order by
 * @param tenant what must be the account's external id; null if nothing must
 * @param tenantOptional whether a body without it is the account's own
 * @param merged which events wait for others of their key
 * @param mergeWindow how long they wait
 */
record ListenerSettings(
    String provider,
    Proof proof,
    BodyKind body,
    BodyElements elements,
    UrlCheck check,
    Drop drop,
    Fields event,
    Fields idempotencyKey,
    Duration idempotencyWindow,
    Fields orderKey,
    Fields tenant,
    boolean tenantOptional,
    Predicate<String> merged,
    Duration mergeWindow) {

  /** In place of the fields of a key: compare the record, drop nothing. */
  private static final String NO_KEY = "none";

  private static final Set<Source> ANYWHERE = EnumSet.allOf(Source.class);

  /**
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  static ListenerSettings of(Parameters parameters, Clock clock) {
    BodyKind body = BodyKind.of(parameters);
    List<String> fields =
        List.of(
            parameters.text("event"),
            parameters.text("idempotencyKey"),
            parameters.text("orderKey"));
    return new ListenerSettings(
        parameters.text("provider"),
        Proof.of(parameters, clock),
        body,
        BodyElements.of(parameters, body, fields),
        UrlCheck.of(parameters),
        new Drop(parameters.names("drop")),
        Fields.of(parameters, "event", EnumSet.of(Source.BODY, Source.HEADER)),
        key(parameters),
        window(parameters),
        Fields.of(parameters, "orderKey", ANYWHERE),
        // It is read again when the delivery is worked on, and its headers are gone by then.
        parameters.isSet("tenant")
            ? Fields.of(parameters, "tenant", EnumSet.of(Source.BODY))
            : null,
        tenantOptional(parameters),
        parameters.matching("mergeEvents"),
        parameters.time("mergeWindow"));
  }

  private static Fields key(Parameters parameters) {
    boolean none = parameters.text("idempotencyKey").trim().equals(NO_KEY);
    if (none && parameters.isSet("idempotencyWindow")) {
      throw parameters.wrong("idempotencyWindow", "must be left out: there is no idempotencyKey");
    }
    return none ? null : Fields.of(parameters, "idempotencyKey", ANYWHERE);
  }

  private static boolean tenantOptional(Parameters parameters) {
    boolean optional = parameters.flag("tenantOptional");
    if (optional && !parameters.isSet("tenant")) {
      throw parameters.wrong("tenantOptional", "must be left out: there is no tenant");
    }
    return optional;
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
