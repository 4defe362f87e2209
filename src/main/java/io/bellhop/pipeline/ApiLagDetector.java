package io.bellhop.pipeline;

import static io.bellhop.pipeline.RouteVariables.DISPUTED;
import static io.bellhop.pipeline.RouteVariables.eventTime;
import static io.bellhop.pipeline.RouteVariables.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.event.KnownRecords;
import io.bellhop.failure.ApiLagException;
import io.bellhop.time.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * Detects that the API lags behind its own webhook: a record from the API must contain what the
 * webhook states, unless it is newer. Thread-safe.
 */
final class ApiLagDetector {
  private final ApiLag lag;
  private final KnownRecords known;

  ApiLagDetector(ApiLag lag, KnownRecords known) {
    this.lag = lag;
    this.known = known;
  }

  /**
   * Checks a record that was read.
   *
   * @throws ApiLagException if Bellhop must run the message again
   */
  void check(Exchange exchange, JsonNode record) {
    JsonNode expected = exchange.getVariable("expect", JsonNode.class);
    if (expected == null
        || !expected.isObject()
        || !ApiLag.asked(exchange)
        || ExchangeContext.of(exchange).first().isReadAgain()
        || "deleted".equals(text(exchange, "verb"))
        || Contradiction.isNewer(record, eventTime(exchange))) {
      return;
    }
    List<String> contradictions = Contradiction.between(expected, record);
    if (contradictions.isEmpty() || isOvertaken(exchange, record)) {
      return;
    }
    Instant again = lag.behind(ExchangeContext.of(exchange));
    if (again != null) {
      throw new ApiLagException(String.join("; ", contradictions), again);
    }
    contradictions.forEach(Warnings.of(exchange)::add);
    exchange.setProperty(DISPUTED, true);
  }

  /**
   * Whether the snapshot is newer than the webhook, so that the API need not show the webhook's
   * state.
   */
  private boolean isOvertaken(Exchange exchange, JsonNode record) {
    Instant happened = eventTime(exchange);
    if (happened == null) {
      return false;
    }
    ExchangeContext current = ExchangeContext.of(exchange);
    List<String> types =
        Stream.of(text(exchange, "recordType"), text(exchange, "alternateType"))
            .filter(Objects::nonNull)
            .toList();
    return known.isNewerThan(
        current.account().id(),
        types,
        record.path("id").asText(),
        new Version(happened, Version.CHANGED, current.first().receivedAt()));
  }
}
