package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.inbox.InboxMessage;
import java.time.Instant;
import java.util.List;

/**
 * What a provider route has found out about one record, not yet compared with what is known.
 *
 * @param sources the messages that say it, first first
 * @param type record type, the first half of the event's name
 * @param verb the provider's own verb, the second half unless the snapshot knows better
 * @param alternateType what the same id may be known as instead: a hold becomes a booking
 * @param compared false for happenings that have no state: each makes an event
 * @param ordered false where an older record is no less news than a newer one, as with messages
 * @param record has at least an id
 * @param before the record before the change, if the message carries it
 * @param metadata what the provider says beside the record, carried into the event as it came; null
 *     if it says nothing
 * @param preserved paths of the record that this source leaves out and does not mean to remove
 * @param provenance how the route came by the record
 * @param warnings what could not be read, mapped or trusted; the event carries it
 * @param unmapped words that no mapping knows; a warning says each
 * @param error why the record is not, or not all, what the provider has; null if it is
 * @param failed whether the provider's API refused for good, so that only the id is known
 * @param revokes whether the account's authorization ends with this
 */
public record EventDraft(
    Account account,
    List<InboxMessage> sources,
    String type,
    String verb,
    String alternateType,
    boolean compared,
    boolean ordered,
    JsonNode record,
    JsonNode before,
    JsonNode metadata,
    List<String> preserved,
    Provenance provenance,
    List<String> warnings,
    List<UnmappedValue> unmapped,
    String error,
    boolean failed,
    boolean revokes) {

  public String recordId() {
    return record.path("id").asText();
  }

  String snapshotId() {
    return Snapshot.id(account.id(), type, recordId());
  }

  String alternateId() {
    return alternateType == null ? null : Snapshot.id(account.id(), alternateType, recordId());
  }

  public InboxMessage first() {
    return sources.get(0);
  }

  /** A list's entry was read from the API when its page was. */
  Instant readAt() {
    Instant read = provenance.readAt();
    return read == null && first().isSync() ? first().receivedAt() : read;
  }

  /** When the state that the record shows came here. */
  Instant cameAt() {
    Instant latest = first().receivedAt();
    for (InboxMessage source : sources) {
      latest = source.receivedAt().isAfter(latest) ? source.receivedAt() : latest;
    }
    Instant read = readAt();
    return read != null && read.isAfter(latest) ? read : latest;
  }
}
