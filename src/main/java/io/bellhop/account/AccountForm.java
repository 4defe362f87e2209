package io.bellhop.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Suggestions;
import io.bellhop.validation.FieldReader;
import io.bellhop.validation.InvalidFieldsException;
import java.time.Instant;
import java.util.Set;

/**
 * Reads the attributes of an integration account from a body, and reports all their faults at once.
 * For one body. Not thread-safe.
 */
public final class AccountForm {
  /** Attributes that the API shows but callers cannot set. */
  static final Set<String> READ_ONLY =
      Set.of(
          "listener_url",
          "created_at",
          "updated_at",
          "registered_at",
          "revoked_at",
          "last_refusal",
          "last_webhook_at",
          "notes");

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_WORKSPACE = 100;
  private static final int LONGEST_EXTERNAL_ID = 200;

  private final FieldReader given;
  private final ProviderRules rules;

  public AccountForm(JsonNode given, ProviderRules rules) {
    this.given = new FieldReader(given, READ_ONLY);
    this.rules = rules;
  }

  /** A form for a caller other than the API, which accepts one more field. */
  public AccountForm knowing(String field) {
    given.has(field);
    return this;
  }

  /**
   * A new account, without id, token and times.
   *
   * @throws InvalidFieldsException if an attribute is invalid
   */
  public Account create() {
    return read(Account.builder().build());
  }

  /**
   * The account after the change: attributes that the body omits stay unchanged.
   *
   * @throws InvalidFieldsException if an attribute is invalid
   */
  public Account change(Account stored, Instant now) {
    Account next = read(stored);
    // New credentials mean that the customer has authorized Bellhop again.
    Instant revokedAt = next.api().equals(stored.api()) ? stored.revokedAt() : null;
    return next.toBuilder().revokedAt(revokedAt).updatedAt(now).build();
  }

  private Account read(Account base) {
    String provider = provider(base.provider());
    Credentials credentials = new Credentials(provider, rules, given);
    Account account =
        base.toBuilder()
            .provider(provider)
            .name(name(base.name()))
            .workspaceId(workspace(base.workspaceId()))
            .externalId(externalId(provider, base.externalId()))
            .api(credentials.api(base.api()))
            .webhook(credentials.webhook(base.webhook()))
            .active(active(base.active()))
            .build();
    given.check();
    return account;
  }

  private String externalId(String provider, String stored) {
    String id = given.text("external_id", stored, LONGEST_EXTERNAL_ID);
    if (Account.ALL_CUSTOMERS.equals(id) && !id.equals(stored) && !rules.namesCustomer(provider)) {
      given.add(
          "external_id",
          "must not be *, which stands for all customers: webhooks of this provider do not name"
              + " theirs");
    }
    return id;
  }

  private String workspace(String stored) {
    return given.text("workspace_id", stored, Account.DEFAULT_WORKSPACE, LONGEST_WORKSPACE);
  }

  private String provider(String stored) {
    JsonNode value = given.get("provider");
    if (value == null && stored != null) {
      return stored;
    }
    String text = value != null && value.isTextual() ? value.asText() : "";
    if (stored != null && !stored.equals(text)) {
      given.add("provider", "cannot change: make another account");
    } else if (stored == null && !rules.providers().contains(text)) {
      given.add("provider", Suggestions.notOneOf(text, rules.providers()));
    }
    return text;
  }

  private String name(String stored) {
    JsonNode value = given.get("name");
    if (value == null && stored != null) {
      return stored;
    }
    if (value == null || !value.isTextual() || value.asText().isBlank()) {
      given.add("name", "must be a text that is not empty");
      return stored;
    }
    return given.text("name", stored, LONGEST_NAME);
  }

  /** Treats null as a fault, because it does not say whether the account is active. */
  private boolean active(boolean stored) {
    JsonNode value = given.get("is_active");
    if (value != null && value.isNull()) {
      given.add("is_active", "must be true or false");
      return stored;
    }
    return given.yes("is_active", stored);
  }
}
