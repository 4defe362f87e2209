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
 * The settings of a provider's folder for its listener.
 *
 * @param verifier authenticates senders
 * @param check recognises the provider's checks of the listener URL
 * @param answer how long the provider waits for an answer, and the status that makes it send a
 *     webhook again
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
   * The bodies that the provider sends.
   *
   * @param elements splits a body with several events
   * @param drop the fields to remove
   * @param largest the largest size in bytes, also after decompression
   */
  record Body(BodyKind kind, BodySplitter elements, SensitiveFieldFilter drop, int largest) {}

  /**
   * Where the keys of a body are.
   *
   * @param event the name of the event
   * @param idempotency equal for repeats; null if nothing distinguishes them
   * @param repeatable whether a body with an equal key is a repeat without a look at its record;
   *     null if every body is
   * @param idempotencyWindow how long the key counts; null for as long as keys are stored
   * @param order the order key
   */
  record Keys(
      FieldExpression event,
      FieldExpression idempotency,
      Expression repeatable,
      Duration idempotencyWindow,
      FieldExpression order) {
    /**
     * A body that only names its record makes Bellhop read the record, which may have changed each
     * time.
     */
    boolean canRepeat(JsonNode body) {
      if (repeatable == null) {
        return true;
      }
      try {
        JsonNode answer = repeatable.apply(body);
        return !answer.isNull() && !answer.equals(BooleanNode.FALSE);
      } catch (JsltException e) {
        return false; // Bellhop detects repeats by comparing the record.
      }
    }
  }

  /**
   * The tenant that a body is for.
   *
   * @param field must equal the account's external id; null if the provider names no tenant
   * @param isOptional whether a body without the field belongs to the account
   */
  record Tenant(FieldExpression field, boolean isOptional) {
    /** Whether a stored body belongs to another tenant than the account's. */
    boolean isOther(Account account, JsonNode body, Supplier<RequestHeaders> headers) {
      if (field == null || account.externalId() == null) {
        return false;
      }
      String tenant = field.read(body, headers);
      return tenant == null ? !isOptional : !account.externalId().equals(tenant);
    }
  }

  /**
   * @param events selects events that wait for others of their order key
   * @param window how long they wait
   */
  record Merge(Predicate<String> events, Duration window) {}

  /** In place of a key's fields: Bellhop drops no body as a repeat, and compares the record. */
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
    // A worker reads the field again from the stored message, where such a header is masked.
    if (field.headers().anyMatch(SafeHeaders::isMasked)) {
      throw parameters.wrong(
          "tenant",
          "must not be in a header whose name is one of secrets, because Bellhop does"
              + " not store its value");
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
          "parameter idempotencyIf is not a JSLT expression: " + e.getMessage());
    }
  }

  private static Duration window(TemplateParameters parameters) {
    if (!parameters.isSet("idempotencyWindow")) {
      return null;
    }
    Duration window = parameters.time("idempotencyWindow");
    if (window.isZero()) {
      throw parameters.wrong("idempotencyWindow", "must be longer than 0, or left empty");
    }
    return window;
  }
}
