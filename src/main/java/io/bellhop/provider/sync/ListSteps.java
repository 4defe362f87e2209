package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.AccountContext;
import io.bellhop.event.SyncPage;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.pipeline.ConditionalRead;
import io.bellhop.pipeline.PageContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * The two ends of the sync template: {@link #prepareRequest} decides what the route reads, {@link
 * #handlePage} processes the mapped answer. A bean of the template, so each provider has its own
 * instance; its properties are the template's parameters.
 */
public final class ListSteps {
  private static final String READ_AT = "bellhop.readAt";

  private final ProviderLists lists;
  private final Map<String, String> parameters = new HashMap<>();
  private ListReader reader;

  public ListSteps(ProviderLists lists) {
    this.lists = lists;
  }

  /**
   * Validates parameters as a start would, without side effects.
   *
   * @throws IllegalArgumentException names the invalid parameter
   */
  public static void check(Map<String, String> parameters) {
    ListSettings.of(parameters);
  }

  /** Camel calls this after it has set all properties. */
  public void init() {
    reader = lists.open(ListSettings.of(parameters));
  }

  /** Sets the variables for the call of the list, or the body if no call is needed. */
  public void prepareRequest(Exchange exchange) throws SQLException {
    PageRequest request =
        reader.prepareRequest(AccountContext.of(exchange), PageContext.of(exchange));
    request.variables().forEach(exchange::setVariable);
    exchange.setProperty(READ_AT, request.readAt());
    if (request.condition() != null) {
      request.condition().on(exchange);
    }
    if (request.missing() != null) {
      exchange.getMessage().setBody(request.missing());
    }
  }

  /** Processes the body, which is the page as mapped by {@code sync.jslt}. */
  public void handlePage(Exchange exchange) throws SQLException {
    InboxMessage page = PageContext.of(exchange);
    ConditionalRead condition = ConditionalRead.of(exchange);
    PageContext.finish(
        exchange,
        condition != null && condition.isUnchanged()
            ? SyncPage.unchanged(page)
            : reader.handlePage(
                AccountContext.of(exchange),
                page,
                exchange.getMessage().getBody(JsonNode.class),
                exchange.getProperty(READ_AT, Instant.class),
                condition));
  }

  /** The template's parameters by name. */
  public Map<String, String> getParameters() {
    return parameters;
  }
}
