package io.bellhop.connect;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A link by which a customer may connect one account, and how far that is.
 *
 * @param name of the account; null to have one from the provider, or the provider's own
 * @param accountId null until the account is made
 * @param failure why the last attempt has made no account; null if none failed, or one succeeded
 * @param steps what was done after that: the state of each, with a colon and a text if there is one
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
  /** How an attempt has ended, as its page says it. */
  public record Failure(ConnectFailure.Kind kind, String text, Instant at) {}

  public static final String CREDENTIALS = "credentials";
  public static final String WEBHOOK = "webhook";
  public static final String FIRST_LOAD = "first_load";

  /** The state of a step: done, failed, by_hand, not_checked, not_supported or open. */
  public String state(String step) {
    return steps.getOrDefault(step, "open").split(": ", 2)[0];
  }

  /** What there is to say of a step; empty for nothing. */
  public String text(String step) {
    String[] parts = steps.getOrDefault(step, "open").split(": ", 2);
    return parts.length < 2 ? "" : parts[1];
  }
}
