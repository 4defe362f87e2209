package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.AccountForm;
import io.bellhop.account.Credentials;
import io.bellhop.ingest.LastRefusal;
import io.bellhop.time.UtcTime;
import java.time.Instant;
import java.util.List;

/**
 * An integration account as the API shows it. {@link AccountForm} must ignore the attributes that
 * it adds.
 */
final class AccountItem {
  static final String TYPE = "integration_account";

  private AccountItem() {}

  /**
   * @param registeredAt when Bellhop created its webhook at the provider; null if it did not
   * @param refused the last webhook that Bellhop refused; null if there was none
   * @param notes the missing settings of the account
   */
  static ObjectNode of(
      Account account,
      String listenerUrl,
      Instant registeredAt,
      LastRefusal refused,
      List<String> notes) {
    ObjectNode attributes = ApiAnswer.object();
    attributes.put("provider", account.provider());
    attributes.put("name", account.name());
    attributes.put("workspace_id", account.workspaceId());
    attributes.put("external_id", account.externalId());
    ObjectNode api = attributes.putObject("api");
    Credentials.masked(account.api()).forEach(api::put);
    ObjectNode webhook = attributes.putObject("webhook");
    Credentials.masked(account.webhook()).forEach(webhook::put);
    attributes.put("is_active", account.active());
    attributes.put("listener_url", listenerUrl);
    attributes.put("created_at", UtcTime.text(account.createdAt()));
    attributes.put("updated_at", UtcTime.text(account.updatedAt()));
    if (registeredAt != null) {
      attributes.put("registered_at", UtcTime.text(registeredAt));
    }
    if (account.revoked()) {
      attributes.put("revoked_at", UtcTime.text(account.revokedAt()));
    }
    if (refused != null) {
      attributes
          .putObject("last_refusal")
          .put("reason", refused.reason())
          .put("at", UtcTime.text(refused.at()));
    }
    if (!notes.isEmpty()) {
      ArrayNode texts = attributes.putArray("notes");
      notes.forEach(texts::add);
    }
    return ApiAnswer.item(account.id().toString(), TYPE, attributes);
  }
}
