package io.bellhop.publish;

import io.bellhop.inbox.Delivery;
import java.util.UUID;

/**
 * An entry of a provider's list.
 *
 * @param run the sync that read it last
 * @param entry its hash: what hashes the same need not be looked at again; null if it must be
 */
public record Listing(UUID run, String entry) {
  private static final String PREFIX = "sync ";
  private static final String AGAIN = "again ";
  private static final String FIRST = "first ";

  /**
   * The idempotency key of the delivery that hands an entry on: within a run it is done once.
   *
   * @param again whether the same entry is to be looked at in the next run too
   * @param first whether nothing is known of its record
   */
  public static String key(UUID run, String entry, boolean again, boolean first) {
    return PREFIX + run + " " + (first ? FIRST : "") + (again ? AGAIN : "") + entry;
  }

  /** Whether a delivery hands on an entry of whose record nothing was known. */
  public static boolean isFirst(Delivery delivery) {
    String[] parts = parts(delivery);
    return parts != null && parts[2].startsWith(FIRST);
  }

  /** What a delivery hands on; null if no list is behind it. */
  static Listing of(Delivery delivery) {
    String[] parts = parts(delivery);
    return parts == null
        ? null
        : new Listing(
            UUID.fromString(parts[1]),
            parts[2].contains(AGAIN) ? null : parts[2].replace(FIRST, ""));
  }

  /** The key's three parts, prefix, run and entry; null if no list is behind the delivery. */
  private static String[] parts(Delivery delivery) {
    if (!Delivery.SYNC.equals(delivery.origin())) {
      return null;
    }
    String[] parts = delivery.idempotencyKey().split(" ", 3);
    return parts.length == 3 ? parts : null;
  }

  /** Whether a delivery belongs to a run. */
  public static boolean belongs(Delivery delivery, UUID run) {
    return delivery.idempotencyKey().startsWith(PREFIX + run + " ");
  }
}
