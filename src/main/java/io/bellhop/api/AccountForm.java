package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the attributes of an integration account from a body, and finds everything that is wrong
 * with them at once. For one body, not thread-safe.
 */
final class AccountForm {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_WORKSPACE = 100;
  private static final int LONGEST_EXTERNAL_ID = 200;
  private static final String DEFAULT_WORKSPACE = "default";

  private final JsonNode given;
  private final Set<String> providers;
  private final Map<String, List<String>> wrong = new LinkedHashMap<>();

  /**
   * @param providers those that have a listener
   */
  AccountForm(JsonNode given, Set<String> providers) {
    this.given = given;
    this.providers = providers;
  }

  /**
   * A new account; id, token and times are not made here.
   *
   * @throws ApiError 422
   */
  Account create() {
    return read(
        new Account(
            null,
            null,
            null,
            DEFAULT_WORKSPACE,
            null,
            Map.of(),
            Map.of(),
            null,
            true,
            null,
            null,
            null));
  }

  /**
   * The account as it is to be: attributes that are not in the body stay.
   *
   * @throws ApiError 422
   */
  Account change(Account stored, Instant now) {
    Account next = read(stored);
    return new Account(
        stored.id(),
        next.provider(),
        next.name(),
        next.workspaceId(),
        next.externalId(),
        next.api(),
        next.webhook(),
        stored.listenerToken(),
        next.active(),
        // Whoever gives new credentials has the authorization again.
        next.api().equals(stored.api()) ? stored.revokedAt() : null,
        stored.createdAt(),
        now);
  }

  private Account read(Account base) {
    Account account =
        new Account(
            base.id(),
            provider(base.provider()),
            name(base.name()),
            optional("workspace_id", base.workspaceId(), DEFAULT_WORKSPACE, LONGEST_WORKSPACE),
            optional("external_id", base.externalId(), null, LONGEST_EXTERNAL_ID),
            new Credentials("api", base.api(), this::add).api(given.get("api")),
            new Credentials("webhook", base.webhook(), this::add).webhook(given.get("webhook")),
            base.listenerToken(),
            active(base.active()),
            base.revokedAt(),
            base.createdAt(),
            base.updatedAt());
    if (!wrong.isEmpty()) {
      throw ApiError.invalid(wrong);
    }
    return account;
  }

  private String provider(String stored) {
    JsonNode value = given.get("provider");
    if (value == null && stored != null) {
      return stored;
    }
    String text = value != null && value.isTextual() ? value.asText() : "";
    if (stored != null && !stored.equals(text)) {
      add("provider", "cannot be changed, make another account");
    } else if (stored == null && !providers.contains(text)) {
      add("provider", "must be one of " + String.join(", ", providers));
    }
    return text;
  }

  private String name(String stored) {
    JsonNode value = given.get("name");
    if (value == null && stored != null) {
      return stored;
    }
    if (value == null || !value.isTextual() || value.asText().isBlank()) {
      add("name", "must be a text that is not empty");
      return stored;
    }
    return bounded("name", value.asText().strip(), LONGEST_NAME);
  }

  /**
   * @param whenNull what null in the body stands for
   */
  private String optional(String field, String stored, String whenNull, int longest) {
    JsonNode value = given.get(field);
    if (value == null) {
      return stored;
    }
    if (value.isNull()) {
      return whenNull;
    }
    if (!isTextOrNumber(value) || value.asText().isBlank()) {
      add(field, "must be a number or a text that is not empty");
      return stored;
    }
    return bounded(field, value.asText(), longest);
  }

  private boolean active(boolean stored) {
    JsonNode value = given.get("is_active");
    if (value != null && !value.isBoolean()) {
      add("is_active", "must be true or false");
    }
    return value == null ? stored : value.asBoolean();
  }

  private String bounded(String field, String text, int longest) {
    if (text.length() > longest) {
      add(field, "must have at most " + longest + " characters");
    } else if (text.chars().anyMatch(Character::isISOControl)) {
      add(field, "must not have control characters");
    }
    return text;
  }

  static boolean isTextOrNumber(JsonNode value) {
    return value.isTextual() || value.isNumber();
  }

  private void add(String field, String what) {
    wrong.computeIfAbsent(field, f -> new ArrayList<>()).add(what);
  }
}
