package io.bellhop.provider.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.event.SyncEntries;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.inbox.SyncOrigin;
import io.bellhop.json.IdText;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An entry of a list.
 *
 * @param again whether a run always processes the entry, even if it is unchanged
 * @param snapshots the ids of snapshots that its record may have
 */
record ListEntry(String hash, boolean again, JsonNode message, List<String> snapshots) {
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  /**
   * @param types of the list's records, if the item names none
   * @param item as the mapping returns it; {@link #isEntry} is true for it
   * @param check whether the item is on a page of records that Bellhop reads by their ids
   * @throws PermanentFailureException if the item has an unknown type
   */
  static ListEntry of(
      Account account, List<String> types, JsonNode item, boolean check, String hash) {
    String id = IdText.of(item.path("id"));
    List<String> all = item.has("type") ? List.of(type(item)) : types;
    // An entry that only names its record never equals a snapshot.
    boolean again = check || item.path("again").asBoolean();
    return new ListEntry(
        hash,
        again,
        item.get("delivery"),
        all.stream().map(type -> SyncEntries.id(account.id(), type, id)).toList());
  }

  /**
   * Whether an item identifies its record: a null in the provider's list, for example, does not.
   */
  static boolean isEntry(JsonNode item) {
    return !IdText.of(item.path("id")).isEmpty() && item.path("delivery").isContainerNode();
  }

  private static String type(JsonNode item) {
    String type = item.get("type").asText();
    if (!TYPE.matcher(type).matches()) {
      throw new PermanentFailureException(
          "the mapping of the list gives an item whose type is not a record type such as property");
    }
    return type;
  }

  /** The hash that the next run compares; null if the next run has to read the entry again. */
  String kept() {
    return again ? null : hash;
  }

  /** A run processes an entry once; the parts of the key are also in columns. */
  String idempotencyKey(SyncOrigin sync) {
    return "sync "
        + sync.run()
        + (sync.firstSeen() ? " first " : " ")
        + (again ? "again " : "")
        + hash;
  }
}
