package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.inbox.InboxMessage;
import java.time.Instant;
import java.util.List;

/**
 * The result of a provider's route for one record, not yet compared with its snapshot. Only {@link
 * Builder} calls the constructor.
 *
 * @param sources its messages, in the order of arrival
 * @param type record type, the first half of the event's name
 * @param verb the provider's own verb; the second half of the name, unless the snapshot decides it
 * @param alternateType another type that the same id may have: a hold becomes a booking
 * @param typeUncertain whether the message does not show which of both types it is; then the record
 *     keeps its known type
 * @param compared false for occurrences without a state, each of which is an event
 * @param ordered false if an older record is an event too, as for messages
 * @param record has at least an id
 * @param before the record before the change, if the message carries it
 * @param metadata data that the provider sends with the record; the event contains it unchanged;
 *     null if there is none
 * @param preserved paths of the record that this source omits without removing them
 * @param provenance how the route obtained the record
 * @param warnings texts about values that Bellhop could not read, map or trust; part of the event
 * @param unmapped words that no mapping knows, each with a warning
 * @param error why the record is incomplete or not the provider's; null otherwise
 * @param failed whether the provider's API refused permanently, so that only the id is known
 * @param revokes whether it ends the account's authorization
 */
public record EventDraft(
    Account account,
    List<InboxMessage> sources,
    String type,
    String verb,
    String alternateType,
    boolean typeUncertain,
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
  /** The length of the columns of ids. */
  public static final int LONGEST_ID = 200;

  public static Builder builder(Account account, List<InboxMessage> sources) {
    return new Builder(account, sources);
  }

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

  /** The trace parent of the event, which is that of its first message; null if there is none. */
  String traceParent() {
    return first().traceParent();
  }

  /** When Bellhop read the record from the API; for a list entry, when it read the page. */
  Instant readAt() {
    Instant read = provenance.readAt();
    return read == null && first().isSync() ? first().receivedAt() : read;
  }

  /** When the state in the record reached Bellhop. */
  Instant cameAt() {
    Instant latest = first().receivedAt();
    for (InboxMessage source : sources) {
      latest = source.receivedAt().isAfter(latest) ? source.receivedAt() : latest;
    }
    Instant read = readAt();
    return read != null && read.isAfter(latest) ? read : latest;
  }

  /** Builds a draft. The defaults are those of a record in a webhook. */
  public static final class Builder {
    private final Account account;
    private final List<InboxMessage> sources;
    private String type;
    private String verb;
    private String alternateType;
    private boolean typeUncertain;
    private boolean compared = true;
    private boolean ordered = true;
    private JsonNode record;
    private JsonNode before;
    private JsonNode metadata;
    private List<String> preserved = List.of();
    private Provenance provenance = Provenance.WEBHOOK;
    private List<String> warnings = List.of();
    private List<UnmappedValue> unmapped = List.of();
    private String error;
    private boolean failed;
    private boolean revokes;

    private Builder(Account account, List<InboxMessage> sources) {
      this.account = account;
      this.sources = sources;
    }

    /** The two halves of the event's name. */
    public Builder event(String recordType, String recordVerb) {
      type = recordType;
      verb = recordVerb;
      return this;
    }

    public Builder alternateType(String other) {
      alternateType = other;
      return this;
    }

    public Builder typeUncertain(boolean isUncertain) {
      typeUncertain = isUncertain;
      return this;
    }

    public Builder compared(boolean isCompared) {
      compared = isCompared;
      return this;
    }

    public Builder ordered(boolean isOrdered) {
      ordered = isOrdered;
      return this;
    }

    public Builder record(JsonNode json) {
      record = json;
      return this;
    }

    public Builder before(JsonNode json) {
      before = json;
      return this;
    }

    public Builder metadata(JsonNode json) {
      metadata = json;
      return this;
    }

    public Builder preserved(List<String> paths) {
      preserved = paths;
      return this;
    }

    public Builder provenance(Provenance how) {
      provenance = how;
      return this;
    }

    public Builder warnings(List<String> texts) {
      warnings = texts;
      return this;
    }

    public Builder unmapped(List<UnmappedValue> words) {
      unmapped = words;
      return this;
    }

    public Builder error(String why) {
      error = why;
      return this;
    }

    public Builder failed(boolean isFailed) {
      failed = isFailed;
      return this;
    }

    public Builder revokes(boolean isRevoking) {
      revokes = isRevoking;
      return this;
    }

    public EventDraft build() {
      return new EventDraft(
          account,
          sources,
          type,
          verb,
          alternateType,
          typeUncertain,
          compared,
          ordered,
          record,
          before,
          metadata,
          preserved,
          provenance,
          warnings,
          unmapped,
          error,
          failed,
          revokes);
    }
  }
}
