package io.bellhop.connect;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A link by which a customer may connect one account, and its state.
 *
 * @param name of the account; null for the customer's name at the provider, or else the provider's
 *     name
 * @param accountId null until the account exists
 * @param failure why the last attempt created no account; null if none failed, or one succeeded
 * @param steps the later steps with their states, each followed by a colon and a text if there is
 *     one
 */
public record ConnectLink(
    UUID id,
    String provider,
    String workspaceId,
    String name,
    Instant expiresAt,
    UUID accountId,
    Failure failure,
    Map<String, String> steps,
    Instant createdAt) {
  /** The failure of an attempt, as its page shows it. */
  public record Failure(ConnectFailure.Kind kind, String text, Instant at) {}

  public static final String CREDENTIALS = "credentials";
  public static final String WEBHOOK = "webhook";
  public static final String FIRST_LOAD = "first_load";

  /** The state of a step: done, failed, by_hand, not_checked, not_supported or open. */
  public String state(String step) {
    return steps.getOrDefault(step, "open").split(": ", 2)[0];
  }

  /** The text of a step; empty if it has none. */
  public String text(String step) {
    String[] parts = steps.getOrDefault(step, "open").split(": ", 2);
    return parts.length < 2 ? "" : parts[1];
  }
}
