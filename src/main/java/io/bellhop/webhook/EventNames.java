package io.bellhop.webhook;

import io.bellhop.config.Distance;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What events can be called: the names of the contract, and those of a provider's further records
 * by one rule (the same as in schemas/event.json). What only looks like one of ours is none: a
 * webhook with a slip of the pen would wait for ever.
 */
public final class EventNames {
  /** Those that are ours, in the order in which people care about them. */
  public static final List<String> KNOWN =
      List.of(
          "reservation.created",
          "reservation.updated",
          "reservation.deleted",
          "reservation.requested",
          "conversation.updated",
          "block.created",
          "block.updated",
          "block.deleted",
          "guest.created",
          "guest.updated",
          "guest.deleted",
          "property.created",
          "property.updated",
          "property.deleted",
          "availability.updated",
          "review.created",
          "review.updated",
          "review.deleted",
          "channel.created",
          "channel.updated",
          "channel.deleted",
          "mapping.failed",
          "sync.failed",
          "account.revoked",
          "account.silent",
          "account.degraded",
          "account.recovered",
          "webhook.test",
          Webhook.DISABLED);

  private static final Set<String> KINDS =
      KNOWN.stream().map(EventNames::kind).collect(Collectors.toCollection(TreeSet::new));

  private static final Pattern FURTHER =
      Pattern.compile("[a-z][a-z0-9_]*\\.(created|updated|deleted|\\*)");

  private static final int MOST_NEAR = 4;

  private EventNames() {}

  /** Whether it is {@code *}, the name of an event, or a kind with {@code .*}. */
  static boolean isPart(String part) {
    if (part.equals("*") || KNOWN.contains(part)) {
      return true;
    }
    String kind = kind(part);
    return KINDS.contains(kind)
        ? part.equals(kind + ".*")
        : FURTHER.matcher(part).matches() && meantKind(kind).isEmpty();
  }

  /** Each kind as a mask takes it, such as {@code reservation.*}. */
  static List<String> all() {
    return KINDS.stream().map(kind -> kind + ".*").toList();
  }

  /** Names that are like one that is none, the nearest first; empty if none is like it. */
  static List<String> near(String part) {
    String kind = meantKind(kind(part)).orElse(null);
    int most = kind == null ? part.length() / 3 : Integer.MAX_VALUE;
    return Stream.concat(KNOWN.stream(), all().stream())
        .filter(name -> kind == null || kind(name).equals(kind))
        .filter(name -> Distance.between(part, name) <= most)
        .sorted(Comparator.comparingInt(name -> Distance.between(part, name)))
        .limit(MOST_NEAR)
        .toList();
  }

  private static Optional<String> meantKind(String kind) {
    return KINDS.contains(kind)
        ? Optional.of(kind)
        : KINDS.stream().filter(known -> isLike(kind, known)).findFirst();
  }

  /** People get the first letter right: a lock is not a block. */
  private static boolean isLike(String kind, String known) {
    return !kind.isEmpty()
        && kind.charAt(0) == known.charAt(0)
        && (Distance.between(kind, known) <= (known.length() < 7 ? 1 : 2)
            || kind.equals(known.replaceAll("y$", "ie") + "s"));
  }

  private static String kind(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
