package io.bellhop.setup;

import io.bellhop.account.Account;
import io.bellhop.account.Credentials;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Decides what to write so that the accounts of a file exist as it describes them. Accounts are
 * identified by their names. One instance serves one file. Not thread-safe.
 */
final class AccountPlan {
  private static final String TOKEN = ResourceMapper.LISTENER_TOKEN;
  private static final Pattern TOKEN_FORM = Pattern.compile("[A-Za-z0-9_-]{20,100}");

  private final Collection<Account> stored;
  private final ResourceMapper forms;
  private final Clock clock;
  private final Map<String, String> places = new HashMap<>();
  private final Set<String> tokens = new HashSet<>();
  private final List<PlannedEntry<Account>> made = new ArrayList<>();
  private final List<PlannedEntry<Account>> changed = new ArrayList<>();

  AccountPlan(
      List<SetupEntry> entries, Collection<Account> stored, ResourceMapper forms, Clock clock) {
    this.stored = stored;
    this.forms = forms;
    this.clock = clock;
    entries.forEach(this::plan);
  }

  /** Accounts to create; they do not yet have an id and times. */
  List<PlannedEntry<Account>> made() {
    return made;
  }

  /** Existing accounts to change. */
  List<PlannedEntry<Account>> changed() {
    return changed;
  }

  private void plan(SetupEntry entry) {
    Account known = known(entry);
    Account account = entry.read(() -> forms.account(entry.attributes(), known));
    String token = token(entry, known == null ? null : known.id());
    if (known == null) {
      made.add(entry.planned(account.toBuilder().listenerToken(token).build()));
    } else if (token != null && !token.equals(known.listenerToken())) {
      changed.add(
          entry.planned(
              account.toBuilder().listenerToken(token).updatedAt(clock.instant()).build()));
    } else if (account != known) {
      changed.add(entry.planned(account));
    }
  }

  /** The existing account with this name, or null. */
  private Account known(SetupEntry entry) {
    String name = entry.text("name");
    if (name == null) {
      throw entry.fault("name", "is missing: the set-up finds accounts by their names");
    }
    String other = places.put(name, entry.place());
    if (other != null) {
      throw entry.fault("name", "is the name of " + other + " too");
    }
    List<Account> named = stored.stream().filter(a -> a.name().equals(name)).toList();
    if (named.size() > 1) {
      named = named.stream().filter(a -> a.provider().equals(entry.text("provider"))).toList();
    }
    if (named.size() > 1) {
      throw entry.fault(
          "name",
          "is the name of " + named.size() + " accounts of this provider; rename one by the API");
    }
    return named.isEmpty() ? null : named.get(0);
  }

  /**
   * The token in the file, or null.
   *
   * @param owner the account that may already have it
   */
  private String token(SetupEntry entry, UUID owner) {
    if (!entry.attributes().hasNonNull(TOKEN) || Credentials.MASK.equals(entry.text(TOKEN))) {
      return null;
    }
    String token = entry.attributes().get(TOKEN).asText();
    if (!TOKEN_FORM.matcher(token).matches()) {
      throw entry.fault(TOKEN, "must be 20 to 100 letters, digits, hyphens and underscores");
    }
    boolean taken =
        stored.stream().anyMatch(a -> a.listenerToken().equals(token) && !a.id().equals(owner));
    if (!tokens.add(token) || taken) {
      throw entry.fault(TOKEN, "belongs to another account; each needs one of its own");
    }
    return token;
  }
}
