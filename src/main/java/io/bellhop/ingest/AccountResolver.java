package io.bellhop.ingest;

import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.net.RequestHeaders;
import java.util.regex.Pattern;

/**
 * Finds the account that a webhook is for. A listener URL belongs to one account. If that account
 * stands for all customers of the provider in its workspace, the webhook names its account by the
 * external id. The sender is already authenticated, by the account of the URL. Thread-safe.
 */
interface AccountResolver {
  /** Every webhook is for the account that its URL names. */
  AccountResolver OF_THE_URL = (listener, part, headers) -> new Recipient(listener, null);

  /**
   * @param account that stores the webhook: the listener's own if the right one is unknown
   * @param fault why the account is unknown; null if it is known
   */
  record Recipient(Account account, String fault) {}

  /**
   * @param listener the account of the URL
   * @throws IllegalStateException if the database does not answer
   */
  Recipient resolve(Account listener, WebhookBody part, RequestHeaders headers);

  static AccountResolver of(ListenerSettings.Tenant tenant, Accounts accounts) {
    return (listener, part, headers) -> {
      if (!listener.isOfAllCustomers()) {
        return OF_THE_URL.resolve(listener, part, headers);
      }
      String id = tenant.field() == null ? null : tenant.field().read(part, headers);
      if (id == null) {
        return new Recipient(
            listener,
            "it does not name its customer where the parameter tenant of bellhop-ingest looks, and"
                + " this listener URL is for all customers");
      }
      return accounts
          .ofCustomer(listener, id)
          // A body that names "*" names no customer.
          .filter(account -> !account.isOfAllCustomers())
          .map(account -> new Recipient(account, null))
          .orElseGet(() -> new Recipient(listener, unknown(id)));
    };
  }

  private static String unknown(String id) {
    // An id of a provider is no secret, but any other text in its place may be one.
    boolean isId = Pattern.matches("[A-Za-z0-9._:-]{1,64}", id);
    return "no account of this provider and workspace has the external_id "
        + (isId ? id : "that the webhook names")
        + ": create one and replay this message";
  }
}
