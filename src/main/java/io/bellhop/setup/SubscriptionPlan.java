package io.bellhop.setup;

import io.bellhop.subscription.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Decides what to write so that the subscriptions of a file exist as it describes them.
 * Subscriptions are identified by their names, or by target and property. One instance serves one
 * file. Not thread-safe.
 */
final class SubscriptionPlan {
  private final Collection<Subscription> stored;
  private final ResourceMapper forms;
  private final Map<Object, String> places = new HashMap<>();
  private final Map<UUID, String> taken = new HashMap<>();
  private final List<PlannedEntry<Subscription>> made = new ArrayList<>();
  private final List<PlannedEntry<Subscription>> changed = new ArrayList<>();

  SubscriptionPlan(
      List<SetupEntry> entries, Collection<Subscription> stored, ResourceMapper forms) {
    this.stored = stored;
    this.forms = forms;
    entries.forEach(this::plan);
  }

  List<PlannedEntry<Subscription>> made() {
    return made;
  }

  /** Existing subscriptions to change. */
  List<PlannedEntry<Subscription>> changed() {
    return changed;
  }

  private void plan(SetupEntry entry) {
    Subscription known = known(entry);
    Subscription subscription = entry.read(() -> forms.subscription(entry.attributes(), known));
    if (known == null) {
      made.add(entry.planned(subscription));
    } else if (subscription != known) {
      changed.add(entry.planned(subscription));
    }
  }

  /** The existing subscription that the entry describes, or null. */
  private Subscription known(SetupEntry entry) {
    String name = entry.text("name");
    Target target =
        new Target(entry.text("callback_url"), entry.text("sink"), entry.text("property_id"));
    String other = places.put(name == null ? target : name, entry.place());
    if (other != null) {
      throw entry.fault(
          name == null
              ? "has the target and property of " + other + "; give each a name"
              : "has the name of " + other + " too");
    }
    List<Subscription> known = stored.stream().filter(w -> isIt(w, name, target)).toList();
    if (known.isEmpty() && name != null) {
      // A subscription without a name gets the name from the file; it is no duplicate.
      known =
          stored.stream()
              .filter(w -> w.name() == null && isIt(w, null, target) && !taken.containsKey(w.id()))
              .toList();
    }
    if (known.size() > 1) {
      throw entry.fault(
          "could be any of "
              + known.size()
              + " existing webhooks; "
              + (name == null ? "give it the name of one" : "give each a name by the API"));
    }
    if (known.isEmpty()) {
      return null;
    }
    String twin = taken.put(known.get(0).id(), entry.place());
    if (twin != null) {
      throw entry.fault("is the same webhook as " + twin + "; give it a name of its own");
    }
    return known.get(0);
  }

  private static boolean isIt(Subscription subscription, String name, Target target) {
    return name == null ? Target.of(subscription).equals(target) : name.equals(subscription.name());
  }

  /** The identity of a subscription without a name. */
  private record Target(String url, String sink, String property) {
    static Target of(Subscription subscription) {
      return new Target(subscription.callbackUrl(), subscription.sink(), subscription.propertyId());
    }
  }
}
