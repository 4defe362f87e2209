package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import io.bellhop.account.Account;
import io.bellhop.config.TemplateParameters;
import io.bellhop.ingest.FieldExpression.Source;
import io.bellhop.ingest.verify.Verifier;
import io.bellhop.net.RequestHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a provider's folder sets for its listener.
 *
 * @param verifier how a sender is authenticated
 * @param check how the provider looks whether the listener is there
 * @param answer how long the provider waits, and what it must hear to send a webhook again
 */
public record ListenerSettings(
    String provider,
    Verifier verifier,
    UrlCheck check,
    AnswerSettings answer,
    Body body,
    Keys keys,
    Tenant tenant,
    Merge merge) {

  /**
   * What the provider sends.
   *
   * @param elements how a body with several events is taken apart
   * @param drop what of it is not kept
   * @param largest bytes that it may have, also after it was inflated
   */
  record Body(BodyKind kind, BodySplitter elements, SensitiveFieldFilter drop, int largest) {}

  /**
   * Where a body's keys stand.
   *
   * @param event what happened
   * @param idempotency equal for repeats; null if nothing distinguishes them
   * @param repeatable whether a body with such a key is a repeat without a look at its record; null
   *     if every body is
   * @param idempotencyWindow how long it counts; null for as long as keys are kept
   * @param order what keeps messages in order
   */
  record Keys(
      FieldExpression event,
      FieldExpression idempotency,
      Expression repeatable,
      Duration idempotencyWindow,
      FieldExpression order) {
    /** What only names a record asks to read it, and may be news each time. */
    boolean canRepeat(JsonNode body) {
      if (repeatable == null) {
        return true;
      }
      try {
        JsonNode answer = repeatable.apply(body);
        return !answer.isNull() && !answer.equals(BooleanNode.FALSE);
      } catch (JsltException e) {
        return false; // the comparison of the record finds repeats
      }
    }
  }

  /**
   * Whom a body is for.
   *
   * @param field what must be the account's external id; null if nothing must
   * @param isOptional whether a body without it is the account's own
   */
  record Tenant(FieldExpression field, boolean isOptional) {
    /** Whether a body, as it was stored, belongs to another tenant than the account's. */
    boolean isOther(Account account, JsonNode body, Supplier<RequestHeaders> headers) {
      if (field == null || account.externalId() == null) {
        return false;
      }
      String tenant = field.read(body, headers);
      return tenant == null ? !isOptional : !account.externalId().equals(tenant);
    }
  }

  /**
   * @param events which events wait for others of their order key
   * @param window how long they wait
   */
  record Merge(Predicate<String> events, Duration window) {}

  /** In place of the fields of a key: compare the record, drop nothing. */
  private static final String NO_KEY = "none";

  private static final Set<Source> ANYWHERE = EnumSet.allOf(Source.class);

  /**
   * @param given the template's parameters by name
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  static ListenerSettings of(Map<String, String> given, int largest, Clock clock) {
    TemplateParameters parameters = new TemplateParameters(given);
    BodyKind kind = BodyKind.of(parameters);
    List<String> fields =
        List.of(
            parameters.required("event"),
            parameters.required("idempotencyKey"),
            parameters.required("orderKey"));
    return new ListenerSettings(
        parameters.required("provider"),
        Verifier.of(parameters, clock),
        UrlCheck.of(parameters),
        AnswerSettings.of(parameters),
        new Body(
            kind,
            BodySplitter.of(parameters, kind, fields),
            new SensitiveFieldFilter(parameters.names("drop")),
            largest),
        keys(parameters),
        tenant(parameters),
        new Merge(parameters.matching("mergeEvents"), parameters.time("mergeWindow")));
  }

  private static Keys keys(TemplateParameters parameters) {
    boolean none = parameters.text("idempotencyKey").trim().equals(NO_KEY);
    if (none && parameters.isSet("idempotencyWindow")) {
      throw parameters.wrong("idempotencyWindow", "must be left out: there is no idempotencyKey");
    }
    if (none && parameters.isSet("idempotencyIf")) {
      throw parameters.wrong("idempotencyIf", "must be left out: there is no idempotencyKey");
    }
    return new Keys(
        FieldExpression.of(parameters, "event", EnumSet.of(Source.BODY, Source.HEADER)),
        none ? null : FieldExpression.of(parameters, "idempotencyKey", ANYWHERE),
        repeatable(parameters),
        window(parameters),
        FieldExpression.of(parameters, "orderKey", ANYWHERE));
  }

  private static Tenant tenant(TemplateParameters parameters) {
    boolean optional = parameters.flag("tenantOptional");
    boolean isSet = parameters.isSet("tenant");
    if (optional && !isSet) {
      throw parameters.wrong("tenantOptional", "must be left out: there is no tenant");
    }
    if (!isSet) {
      return new Tenant(null, optional);
    }
    FieldExpression field =
        FieldExpression.of(parameters, "tenant", EnumSet.of(Source.BODY, Source.HEADER));
    // The field is read again when a worker has the message, and such a header is masked by then.
    if (field.headers().anyMatch(SafeHeaders::isMasked)) {
      throw parameters.wrong(
          "tenant", "must not be in a header whose name is one of secrets: its value is not kept");
    }
    return new Tenant(field, optional);
  }

  private static Expression repeatable(TemplateParameters parameters) {
    try {
      return parameters.isSet("idempotencyIf")
          ? Parser.compileString(parameters.text("idempotencyIf"), Set.of())
          : null;
    } catch (JsltException e) {
      throw new IllegalArgumentException(
          "parameter idempotencyIf is no JSLT expression: " + e.getMessage());
    }
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
