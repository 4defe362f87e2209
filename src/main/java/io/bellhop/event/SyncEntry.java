package io.bellhop.event;

import io.bellhop.inbox.InboxMessage;
import java.util.UUID;

/**
 * An entry of a provider's list.
 *
 * @param run the sync that read it last
 * @param entry its hash: what hashes the same need not be looked at again; null if it must be
 */
public record SyncEntry(UUID run, String entry) {
  private static final String PREFIX = "sync ";
  private static final String AGAIN = "again ";
  private static final String FIRST = "first ";

  /**
   * The idempotency key of the message that hands an entry on: within a run it is done once.
   *
   * @param again whether the same entry is to be looked at in the next run too
   * @param first whether nothing is known of its record
   */
  public static String key(UUID run, String entry, boolean again, boolean first) {
    return PREFIX + run + " " + (first ? FIRST : "") + (again ? AGAIN : "") + entry;
  }

  /** Whether a message hands on an entry of whose record nothing was known. */
  public static boolean isFirst(InboxMessage message) {
    String[] parts = parts(message);
    return parts != null && parts[2].startsWith(FIRST);
  }

  /** What a message hands on; null if no list is behind it. */
  static SyncEntry of(InboxMessage message) {
    String[] parts = parts(message);
    return parts == null
        ? null
        : new SyncEntry(
            UUID.fromString(parts[1]),
            parts[2].contains(AGAIN) ? null : parts[2].replace(FIRST, ""));
  }

  /** The key's three parts, prefix, run and entry; null if no list is behind the message. */
  private static String[] parts(InboxMessage message) {
    if (!InboxMessage.SYNC.equals(message.origin())) {
      return null;
    }
    String[] parts = message.idempotencyKey().split(" ", 3);
    return parts.length == 3 ? parts : null;
  }

  /** Whether a message belongs to a run. */
  public static boolean belongs(InboxMessage message, UUID run) {
    return message.idempotencyKey().startsWith(PREFIX + run + " ");
  }
}
