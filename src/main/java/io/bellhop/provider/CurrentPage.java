package io.bellhop.provider;

import io.bellhop.inbox.Delivery;
import io.bellhop.publish.ListedPage;
import org.apache.camel.Exchange;

/** The page of a provider's list that an exchange stands for. */
public final class CurrentPage {
  private CurrentPage() {}

  /**
   * @throws IllegalStateException if the exchange stands for something else
   */
  public static Delivery of(Exchange exchange) {
    Delivery delivery = Current.of(exchange).first();
    if (!delivery.isSyncPage()) {
      throw new IllegalStateException(
          "this exchange is no page of a list: nobody but a sync starts at"
              + " direct:bellhop-<provider>-sync");
    }
    return delivery;
  }

  /** Says what the page brought. */
  public static void listed(Exchange exchange, ListedPage page) {
    Current.of(exchange).work().listed(page);
  }
}
