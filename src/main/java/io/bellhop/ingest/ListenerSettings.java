package io.bellhop.ingest;

import io.bellhop.ingest.FieldExpression.Source;
import io.bellhop.ingest.verify.TemplateParameters;
import io.bellhop.ingest.verify.Verifier;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a provider's folder says about its listener.
 *
 * @param verifier how a sender is known
 * @param body what the provider sends
 * @param drop what of it is not kept
 * @param event what happened
 * @param elements how a body with several events is taken apart
 * @param check how the provider looks whether the listener is there
 * @param idempotencyKey equal for repeats; null if nothing tells them
 * @param idempotencyWindow how long it counts; null for as long as keys are kept
 * @param orderKey what messages are kept in order by
 * @param tenant what must be the account's external id; null if nothing must
 * @param tenantOptional whether a body without it is the account's own
 * @param merged which events wait for others of their key
 * @param mergeWindow how long they wait
 */
public record ListenerSettings(
    String provider,
    Verifier verifier,
    BodyKind body,
    BodyElements elements,
    UrlCheck check,
    SensitiveFieldFilter drop,
    FieldExpression event,
    FieldExpression idempotencyKey,
    Duration idempotencyWindow,
    FieldExpression orderKey,
    FieldExpression tenant,
    boolean tenantOptional,
    Predicate<String> merged,
    Duration mergeWindow) {

  /** In place of the fields of a key: compare the record, drop nothing. */
  private static final String NO_KEY = "none";

  private static final Set<Source> ANYWHERE = EnumSet.allOf(Source.class);

  /**
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  static ListenerSettings of(TemplateParameters parameters, Clock clock) {
    BodyKind body = BodyKind.of(parameters);
    List<String> fields =
        List.of(
            parameters.text("event"),
            parameters.text("idempotencyKey"),
            parameters.text("orderKey"));
    return new ListenerSettings(
        parameters.text("provider"),
        Verifier.of(parameters, clock),
        body,
        BodyElements.of(parameters, body, fields),
        UrlCheck.of(parameters),
        new SensitiveFieldFilter(parameters.names("drop")),
        FieldExpression.of(parameters, "event", EnumSet.of(Source.BODY, Source.HEADER)),
        key(parameters),
        window(parameters),
        FieldExpression.of(parameters, "orderKey", ANYWHERE),
        // It is read again when the message is worked on, and its headers are gone by then.
        parameters.isSet("tenant")
            ? FieldExpression.of(parameters, "tenant", EnumSet.of(Source.BODY))
            : null,
        tenantOptional(parameters),
        parameters.matching("mergeEvents"),
        parameters.time("mergeWindow"));
  }

  private static FieldExpression key(TemplateParameters parameters) {
    boolean none = parameters.text("idempotencyKey").trim().equals(NO_KEY);
    if (none && parameters.isSet("idempotencyWindow")) {
      throw parameters.wrong("idempotencyWindow", "must be left out: there is no idempotencyKey");
    }
    return none ? null : FieldExpression.of(parameters, "idempotencyKey", ANYWHERE);
  }

  private static boolean tenantOptional(TemplateParameters parameters) {
    boolean optional = parameters.flag("tenantOptional");
    if (optional && !parameters.isSet("tenant")) {
      throw parameters.wrong("tenantOptional", "must be left out: there is no tenant");
    }
    return optional;
  }

  private static Duration window(TemplateParameters parameters) {
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
