package io.bellhop.inbox;

import java.util.UUID;

/**
 * The sync run that made a message, and for an entry of a list, which entry it is.
 *
 * @param entryHash an equal hash in a later run means that the entry has not changed; null for a
 *     page, and for an entry that the next run must read again
 * @param firstSeen whether Bellhop did not know the entry's record
 */
public record SyncOrigin(UUID run, String entryHash, boolean firstSeen) {
  public static SyncOrigin page(UUID run) {
    return new SyncOrigin(run, null, false);
  }
}
