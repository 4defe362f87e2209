package io.bellhop.pipeline;

import static io.bellhop.pipeline.RouteVariables.draft;
import static io.bellhop.pipeline.RouteVariables.id;
import static io.bellhop.pipeline.RouteVariables.object;
import static io.bellhop.pipeline.RouteVariables.record;
import static io.bellhop.pipeline.RouteVariables.required;
import static io.bellhop.pipeline.RouteVariables.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.event.EventDraft;
import io.bellhop.event.KnownRecords;
import io.bellhop.failure.ApiLagException;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.inbox.MessageStatus;
import java.time.Instant;
import org.apache.camel.Exchange;

/**
 * The ends of a provider's route. The body is the record, and variables hold the rest: {@code
 * recordType}, {@code verb}, and if need be {@code alternateType}, {@code before}, {@code
 * metadata}, {@code preserve}, {@code ordered}, {@code error}, {@code recordId}, {@code expect},
 * and for the version {@code clock}, {@code eventTime}, {@code read}, {@code canRead}. Thread-safe.
 */
public final class PublishSteps {
  private static final String READ_AGAIN = "; that may pass, it is read again";

  private final ApiLag lag;
  private final RetryPolicy retries;
  private final KnownRecords known;
  private final RecordSchemaFilter shapes;
  private final RereadScheduler later;
  private final ApiLagDetector webhook;

  public PublishSteps(
      ApiLag lag,
      RetryPolicy retries,
      KnownRecords known,
      RecordSchemaFilter shapes,
      RereadScheduler later) {
    this.lag = lag;
    this.retries = retries;
    this.known = known;
    this.shapes = shapes;
    this.later = later;
    this.webhook = new ApiLagDetector(lag, known);
  }

  /**
   * Whether it may matter what the record was before: a record that has a snapshot is compared with
   * that.
   */
  public boolean needsBefore(Exchange exchange) {
    String recordId = id(exchange, "recordId");
    return recordId.isEmpty()
        || !known.remembers(
            ExchangeContext.of(exchange).account().id(),
            required(exchange, "recordType"),
            recordId);
  }

  /** Compares the record with its snapshot. */
  public void publish(Exchange exchange) {
    JsonNode record = held(exchange, record(exchange));
    webhook.check(exchange, record);
    EventDraft draft = draft(exchange, record).error(text(exchange, "error")).build();
    ExchangeContext.of(exchange).result().publish(draft);
    later.remember(exchange, draft.type(), draft.recordId(), draft.ordered());
  }

  private JsonNode held(Exchange exchange, JsonNode record) {
    String type = required(exchange, "recordType");
    shapes.hold(type, record, Warnings.of(exchange)::add);
    JsonNode before = exchange.getVariable("before", JsonNode.class);
    if (before != null) {
      // What it was is no news, and neither is what was wrong with it.
      shapes.hold(type, before, fault -> {});
    }
    return record;
  }

  /** Makes an event of something that has no state. */
  public void announce(Exchange exchange) {
    JsonNode record = held(exchange, object(exchange));
    String type = required(exchange, "recordType");
    String missing = shapes.missing(type, record);
    if (!missing.isEmpty()) {
      // No subscriber could know its subject; the message can be replayed.
      throw new PermanentFailureException(
          "the mapping of " + type + " gives no record with " + missing);
    }
    emit(exchange, draft(exchange, record).compared(false));
  }

  /** Emits that the account's authorization has ended, and stops all its API calls. */
  public void revoke(Exchange exchange) {
    emit(exchange, draft(exchange, held(exchange, object(exchange))).compared(false).revokes(true));
  }

  /**
   * Refuses the record, as the API does: its answer states in its body that there is no such
   * record. The route's callers may continue without it.
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

  /** Rethrows a refusal that a route has caught: its message cannot go on without the record. */
  public void rethrow(Exchange exchange) throws Exception {
    throw exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
  }

  /** The provider's API refused for good: the event carries only what is known, the id. */
  public void fail(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    String error = cause == null ? "unknown" : cause.getMessage();
    ExchangeContext current = ExchangeContext.of(exchange);
    if (cause instanceof ApiRejectedException refused
        && refused.mayPass()
        && waitsForRecord(exchange, current, error)) {
      return;
    }
    if (current.first().isReadAgain()) {
      // Its event was published: what has become of the record since is another message's news.
      current.result().end(current.messages(), MessageStatus.IGNORED, error);
      return;
    }
    boolean gone = cause instanceof ApiRejectedException refused && refused.gone();
    if (current.first().isFollowUp()
        || current.first().isSyncPage()
        || current.first().isSync() && !gone) {
      // It has no event to mark as failed, so an operator must see what could not be done.
      current.result().end(current.messages(), MessageStatus.DEAD, error);
      return;
    }
    ObjectNode record = JsonNodeFactory.instance.objectNode().put("id", failedId(exchange));
    if (current.first().isSync()) {
      // A webhook may be early, a list is not: what it had, and has no more, was deleted.
      exchange.setVariable("verb", "deleted");
      emit(exchange, draft(exchange, record));
      return;
    }
    emit(exchange, draft(exchange, record).error(error).failed(true));
  }

  private static String failedId(Exchange exchange) {
    required(exchange, "recordId");
    return id(exchange, "recordId");
  }

  /**
   * Reads once more what belongs to a record and is not there just after its webhook: the API may
   * be behind with that too. What is not there then counts as gone, so that the record itself is
   * not held up for longer.
   *
   * @throws ApiLagException if the message is to run again
   */
  public void awaitPart(Exchange exchange) {
    ApiRejectedException refusal =
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, ApiRejectedException.class);
    ExchangeContext current = ExchangeContext.find(exchange).orElse(null);
    if (current == null || !refusal.gone() || !mayBeBehind(exchange, current)) {
      return;
    }
    Instant again = lag.missingPart(current);
    if (again != null) {
      throw new ApiLagException(refusal.getMessage() + READ_AGAIN, again);
    }
  }

  private boolean waitsForRecord(Exchange exchange, ExchangeContext current, String error) {
    if (!mayBeBehind(exchange, current)) {
      return false;
    }
    Instant again = lag.missing(current, text(exchange, "recordType"), id(exchange, "recordId"));
    if (again != null) {
      // Not thrown: this is the end of an exchange that has failed already.
      retries.fail(current, new ApiLagException(error + READ_AGAIN, again));
    }
    return again != null;
  }

  /** The API may be behind its own webhook only: a list and a follow-up are late already. */
  private static boolean mayBeBehind(Exchange exchange, ExchangeContext current) {
    return !current.first().isSync() && !current.first().isFollowUp() && ApiLag.asked(exchange);
  }

  /** Ends a message of which no subscriber needs to know. */
  public void ignore(Exchange exchange) {
    ExchangeContext current = ExchangeContext.of(exchange);
    current.result().end(current.messages(), MessageStatus.IGNORED, text(exchange, "error"));
  }

  /** A follow-up has done what it was for. */
  public void done(Exchange exchange) {
    ExchangeContext current = ExchangeContext.of(exchange);
    current.result().end(current.messages(), MessageStatus.DONE, null);
  }

  private static void emit(Exchange exchange, EventDraft.Builder draft) {
    ExchangeContext.of(exchange).result().publish(draft.build());
  }
}
