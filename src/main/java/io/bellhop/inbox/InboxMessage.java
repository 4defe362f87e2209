package io.bellhop.inbox;

import java.time.Instant;
import java.util.UUID;

/**
 * One HTTP request from a provider, as it came; or what we have set ourselves: a follow-up, or the
 * pages and records of a sync.
 *
 * @param id time-ordered (UUID version 7): the order of arrival
 * @param nativeEvent what the provider calls it
 * @param orderKey messages of one key never run at the same time or out of order
 * @param idempotencyKey equal for repeats of one message
 * @param origin webhook, sync, sync-page, replay or follow-up
 * @param mergeable whether it waits for others of its key to be handled with
 * @param dueAt not to be worked on before
 * @param headers a JSON object, secrets masked
 * @param attempts tries so far
 * @param keyOwner the message that has used the idempotency key; null if none has
 */
public record InboxMessage(
    UUID id,
    UUID accountId,
    String provider,
    String nativeEvent,
    String orderKey,
    String idempotencyKey,
    String origin,
    boolean mergeable,
    Instant receivedAt,
    Instant dueAt,
    String headers,
    byte[] body,
    int attempts,
    UUID keyOwner) {

  /** What is to be done after the commit of what another message came to. */
  public static final String FOLLOW_UP = "follow-up";

  /** A record that a provider's list shows, in the form in which a webhook would bring it. */
  public static final String SYNC = "sync";

  /** A page of such a list that is to be read. */
  public static final String SYNC_PAGE = "sync-page";

  /** A dead letter: nothing could be made of its body, and its keys are not known. */
  public static final String UNREAD = "unread";

  public boolean isUnread() {
    return UNREAD.equals(origin);
  }

  /** What somebody has processed once more. */
  public static final String REPLAY = "replay";

  public boolean isFollowUp() {
    return FOLLOW_UP.equals(origin);
  }

  public boolean isSyncPage() {
    return SYNC_PAGE.equals(origin);
  }

  /** Whether somebody had it processed once more after it was settled. */
  public boolean isReplay() {
    return REPLAY.equals(origin);
  }

  /** Whether a sync brought it, as a record or as a page. */
  public boolean isSync() {
    return SYNC.equals(origin) || isSyncPage();
  }

  /** Repeats of one account share a key; those of two accounts never do. */
  public String keyId() {
    return accountId + "/" + idempotencyKey;
  }

  /** The same, with the message that has used its idempotency key; null if none has. */
  public InboxMessage ownedBy(UUID owner) {
    return owner == null ? this : with(idempotencyKey, owner);
  }

  /** The same with another idempotency key, which nobody has used as far as is known. */
  public InboxMessage keyedBy(String key) {
    return key.equals(idempotencyKey) ? this : with(key, null);
  }

  private InboxMessage with(String key, UUID owner) {
    return new InboxMessage(
        id,
        accountId,
        provider,
        nativeEvent,
        orderKey,
        key,
        origin,
        mergeable,
        receivedAt,
        dueAt,
        headers,
        body,
        attempts,
        owner);
  }

  /** Never the content: this text may reach a log. */
  @Override
  public String toString() {
    return "Delivery[" + provider + " " + id + "]";
  }
}
