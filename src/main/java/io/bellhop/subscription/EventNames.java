package io.bellhop.subscription;

import io.bellhop.config.EditDistance;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of events: those of the contract, and those of further records of the loaded providers,
 * by one rule (the same as in schemas/event.json). Bellhop refuses a mask that matches no event,
 * because a subscription with a typing error would wait forever.
 *
 * @param further kinds of records besides those of the contract
 */
public record EventNames(Set<String> further) {
  /** The kinds in the contract, the most important first. */
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
          "calendar.conflict",
          "stay.linked",
          "stay.unlinked",
          "webhook.test",
          Subscription.DISABLED);

  private static final Set<String> KINDS =
      KNOWN.stream().map(EventNames::kind).collect(Collectors.toCollection(TreeSet::new));

  /** The hub itself emits events of these kinds, which have no state. */
  private static final Set<String> OURS =
      Set.of("account", "calendar", "mapping", "stay", "sync", "webhook");

  /** A provider may have records with this name. */
  private static final Set<String> NOT_OURS_ALONE = Set.of("calendar", "stay");

  private static final List<String> VERBS = List.of("created", "updated", "deleted");

  private static final int MAX_SUGGESTIONS = 4;

  /** The names of every hub, whatever its providers. */
  public static EventNames ofContract() {
    return new EventNames(Set.of());
  }

  public EventNames {
    further = new TreeSet<>(further);
    // The contract defines the verbs of these.
    further.removeIf(kind -> KINDS.contains(kind) && !NOT_OURS_ALONE.contains(kind));
  }

  /** Whether it is {@code *}, the name of an event, or a kind with {@code .*}. */
  public boolean isPart(String part) {
    if (part.equals("*") || KNOWN.contains(part)) {
      return true;
    }
    String kind = kind(part);
    if (part.equals(kind + ".*")) {
      return KINDS.contains(kind) || further.contains(kind);
    }
    return further.contains(kind) && VERBS.stream().anyMatch(v -> part.equals(kind + "." + v));
  }

  /** The types of records that have a state, which events are about. */
  public Set<String> recordTypes() {
    return kinds()
        .filter(kind -> !OURS.contains(kind) || further.contains(kind))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Each kind as a mask, such as {@code reservation.*}. */
  List<String> all() {
    return kinds().map(kind -> kind + ".*").toList();
  }

  /** The names most similar to an unknown one, the most similar first; empty if none is similar. */
  List<String> near(String written) {
    String part = written.toLowerCase(Locale.ROOT);
    String kind = meantKind(kind(part)).orElse(null);
    int maxDistance = kind == null ? part.length() / 3 : Integer.MAX_VALUE;
    return names()
        .filter(name -> kind == null || kind(name).equals(kind))
        .filter(name -> EditDistance.between(part, name) <= maxDistance)
        .sorted(Comparator.comparingInt(name -> EditDistance.between(part, name)))
        .limit(MAX_SUGGESTIONS)
        .toList();
  }

  private Stream<String> kinds() {
    return Stream.concat(KINDS.stream(), further.stream()).distinct();
  }

  private Stream<String> names() {
    Stream<String> ofProviders =
        further.stream().flatMap(kind -> VERBS.stream().map(verb -> kind + "." + verb));
    return Stream.concat(Stream.concat(KNOWN.stream(), ofProviders), all().stream());
  }

  private Optional<String> meantKind(String kind) {
    return KINDS.contains(kind) || further.contains(kind)
        ? Optional.of(kind)
        : kinds().filter(known -> isLike(kind, known)).findFirst();
  }

  /** A typing error seldom changes the first letter: a lock is not a block. */
  private static boolean isLike(String kind, String known) {
    return !kind.isEmpty()
        && kind.charAt(0) == known.charAt(0)
        && (EditDistance.between(kind, known) <= (known.length() < 7 ? 1 : 2)
            || kind.equals(known.replaceAll("y$", "ie") + "s"));
  }

  private static String kind(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
