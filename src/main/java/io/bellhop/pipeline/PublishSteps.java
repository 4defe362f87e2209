package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.FormerNames;
import io.bellhop.event.EventDraft;
import io.bellhop.event.Provenance;
import io.bellhop.failure.ApiLagException;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.json.JsonTexts;
import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * How a provider's route says what it found out. The body is the record; variables say the rest:
 * {@code recordType}, {@code verb}, and if need be {@code alternateType}, {@code before}, {@code
 * metadata}, {@code preserve}, {@code ordered}, {@code error}, {@code recordId}, {@code expect},
 * and for the version {@code clock}, {@code eventTime}, {@code read}, {@code canRead}. Thread-safe.
 */
public final class PublishSteps {
  private static final Pattern CLOCK = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /** A property of the exchange: the API still says otherwise than the webhook. */
  private static final String DISPUTED = "bellhop.disputed";

  private final ApiLag lag;
  private final Retries retries;

  public PublishSteps(ApiLag lag, Retries retries) {
    this.lag = lag;
    this.retries = retries;
  }

  /** Compares the record with its snapshot. */
  public void publish(Exchange exchange) {
    JsonNode record = record(exchange);
    checkAgainstWebhook(exchange, record);
    say(exchange, record, true, text(exchange, "error"), false, false);
  }

  /** Makes an event of something that has no state. */
  public void announce(Exchange exchange) {
    say(exchange, object(exchange), false, null, false, false);
  }

  /**
   * Announces that the account's authorization has ended, and lets no API call be made any more.
   */
  public void revoke(Exchange exchange) {
    say(exchange, object(exchange), false, null, false, true);
  }

  /**
   * An answer says by itself that there is no such record: that is a refusal as the API's own are,
   * and the route's callers may go on without what they asked for.
   */
  public void refuse(Exchange exchange) {
    String message = text(exchange, "error");
    if (message == null && exchange.getProperty(Exchange.EXCEPTION_CAUGHT) != null) {
      fail(exchange); // an error configuration of the folder's own has caught a refusal
      return;
    }
    exchange.removeVariable("error");
    throw new ApiRejectedException(
        message == null ? "the provider's API has no such record" : message);
  }

  /** The provider's API refused for good: the event goes out with what is known, the id. */
  public void fail(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    String error = cause == null ? "unknown" : cause.getMessage();
    ExchangeContext current = ExchangeContext.of(exchange);
    if (cause instanceof ApiRejectedException refused
        && refused.mayPass()
        && waitsForRecord(exchange, current, error)) {
      return;
    }
    boolean gone = cause instanceof ApiRejectedException refused && refused.gone();
    if (current.first().isFollowUp()
        || current.first().isSyncPage()
        || current.first().isSync() && !gone) {
      // There is no event that it could spoil; somebody has to see what could not be done.
      current.result().end(current.messages(), MessageStatus.DEAD, error);
      return;
    }
    ObjectNode record =
        JsonNodeFactory.instance.objectNode().put("id", required(exchange, "recordId"));
    if (current.first().isSync()) {
      // A webhook may be early, a list is not: what it had, and has no more, was deleted.
      exchange.setVariable("verb", "deleted");
      say(exchange, record, true, null, false, false);
      return;
    }
    say(exchange, record, true, error, true, false);
  }

  /** The API may only be behind its own webhook: a list and a follow-up are late already. */
  private boolean waitsForRecord(Exchange exchange, ExchangeContext current, String error) {
    boolean webhook = !current.first().isSync() && !current.first().isFollowUp();
    if (!webhook || !ApiLag.asked(exchange)) {
      return false;
    }
    Instant again = lag.missing(current, text(exchange, "recordType"), text(exchange, "recordId"));
    if (again != null) {
      // Not thrown: this is the end of an exchange that has failed already.
      retries.fail(
          current, new ApiLagException(error + "; that may pass, it is read again", again));
    }
    return again != null;
  }

  /** What the webhook itself says must show in what was read, unless that is newer. */
  private void checkAgainstWebhook(Exchange exchange, JsonNode record) {
    JsonNode expected = exchange.getVariable("expect", JsonNode.class);
    if (expected == null
        || !expected.isObject()
        || !ApiLag.asked(exchange)
        || "deleted".equals(text(exchange, "verb"))
        || Contradiction.isNewer(record, eventTime(exchange))) {
      return;
    }
    List<String> contradictions = Contradiction.between(expected, record);
    if (contradictions.isEmpty()) {
      return;
    }
    Instant again = lag.contradicted(ExchangeContext.of(exchange));
    if (again != null) {
      throw new ApiLagException(String.join("; ", contradictions), again);
    }
    contradictions.forEach(Warnings.of(exchange)::add);
    exchange.setProperty(DISPUTED, true);
  }

  /** Nobody needs to know of this. */
  public void ignore(Exchange exchange) {
    ExchangeContext current = ExchangeContext.of(exchange);
    current.result().end(current.messages(), MessageStatus.IGNORED, text(exchange, "error"));
  }

  /** A follow-up has done what it was for. */
  public void done(Exchange exchange) {
    ExchangeContext current = ExchangeContext.of(exchange);
    current.result().end(current.messages(), MessageStatus.DONE, null);
  }

  private static void say(
      Exchange exchange,
      JsonNode record,
      boolean compared,
      String error,
      boolean failed,
      boolean revokes) {
    ExchangeContext current = ExchangeContext.of(exchange);
    Provenance provenance = provenance(exchange, record);
    Warnings warnings = Warnings.of(exchange);
    current
        .result()
        .publish(
            new EventDraft(
                current.account(),
                current.messages(),
                required(exchange, "recordType"),
                required(exchange, "verb"),
                text(exchange, "alternateType"),
                compared,
                !"false".equals(text(exchange, "ordered")),
                record,
                exchange.getVariable("before", JsonNode.class),
                exchange.getVariable("metadata", JsonNode.class),
                preserve(exchange),
                provenance,
                warnings.takeTexts(),
                warnings.takeUnmapped(),
                error,
                failed,
                revokes));
  }

  private static JsonNode record(Exchange exchange) {
    JsonNode record = object(exchange);
    if (record.path("id").asText("").isEmpty()) {
      throw new PermanentFailureException(
          "the mapping of " + required(exchange, "recordType") + " gives no record with an id");
    }
    return record;
  }

  private static JsonNode object(Exchange exchange) {
    JsonNode record = exchange.getMessage().getBody(JsonNode.class);
    if (record == null || !record.isObject()) {
      throw new PermanentFailureException(
          "the mapping of " + required(exchange, "recordType") + " gives no record");
    }
    // A mapping may have cut a text in the middle of an emoji.
    return JsonTexts.clean(record);
  }

  private static Provenance provenance(Exchange exchange, JsonNode record) {
    String clock = text(exchange, "clock");
    if (clock != null && !CLOCK.matcher(clock).matches()) {
      throw new PermanentFailureException(
          "the route's variable clock must be a name: letters, digits, _, . and -, at most 64");
    }
    ReadAnswers answers = ReadAnswers.of(exchange);
    String read = text(exchange, "read");
    Instant readAt =
        read == null ? answers.readAt(record) : read.equals("true") ? answers.lastAskedAt() : null;
    return new Provenance(
        clock == null ? Version.CHANGED : clock,
        eventTime(exchange),
        readAt,
        "true".equals(text(exchange, "canRead")),
        Boolean.TRUE.equals(exchange.removeProperty(DISPUTED)),
        Warnings.of(exchange)::doubtful);
  }

  private static Instant eventTime(Exchange exchange) {
    String text = text(exchange, "eventTime");
    WrittenTime time = text == null ? null : WrittenTime.read(text);
    if (text != null && time == null) {
      Warnings.of(exchange).add("the time of the event is none that can be read: " + text);
    }
    return time == null ? null : time.earliest();
  }

  private static List<String> preserve(Exchange exchange) {
    String paths = text(exchange, "preserve");
    if (paths == null) {
      paths = text(exchange, "carry");
      if (paths != null) {
        FormerNames.note("carry", "preserve");
      }
    }
    return paths == null ? List.of() : List.of(paths.split(","));
  }

  private static String required(Exchange exchange, String variable) {
    String text = text(exchange, variable);
    if (text == null) {
      throw new PermanentFailureException("the route has not set the variable " + variable);
    }
    return text;
  }

  private static String text(Exchange exchange, String variable) {
    String text = exchange.getVariable(variable, String.class);
    return text == null || text.isEmpty() ? null : text;
  }
}
