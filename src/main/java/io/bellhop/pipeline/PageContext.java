package io.bellhop.pipeline;

import io.bellhop.event.SyncPage;
import io.bellhop.inbox.InboxMessage;
import org.apache.camel.Exchange;

/** The page of a provider's list that an exchange carries. */
public final class PageContext {
  private PageContext() {}

  /**
   * @throws IllegalStateException if the exchange carries something else
   */
  public static InboxMessage of(Exchange exchange) {
    InboxMessage message = ExchangeContext.of(exchange).first();
    if (!message.isSyncPage()) {
      throw new IllegalStateException(
          "this exchange is not a page of a list: only a sync starts at"
              + " direct:bellhop-<provider>-sync");
    }
    return message;
  }

  /** Ends the message with the content of its page. */
  public static void finish(Exchange exchange, SyncPage page) {
    ExchangeContext.of(exchange).result().addPage(page);
  }
}
