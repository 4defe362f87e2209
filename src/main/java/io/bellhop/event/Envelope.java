package io.bellhop.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.event.EventDecision.News;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import io.bellhop.time.UtcTime;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Writes the JSON of an event, as the section "An event" of the contract defines it. */
final class Envelope {
  private static final String SYNC = MessageKind.SYNC_ENTRY.text();

  private final ObjectMapper mapper;

  Envelope(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  String write(UUID id, Instant now, EventDraft draft, News news, Collection<String> warnings)
      throws JsonProcessingException {
    Account account = draft.account();
    ObjectNode envelope = hook(id, now, news.eventType());
    ObjectNode data = envelope.putObject("data");
    data.put("integrationAccountId", account.id().toString());
    data.put("workspaceId", account.workspaceId());
    data.put("provider", account.provider());
    data.put("result", draft.failed() ? "FAILURE" : "SUCCESS");
    data.put("origin", origin(draft.first()));
    data.put("nativeEvent", draft.first().nativeEvent());
    data.set("record", news.record());
    if (news.changes() != null) {
      data.set("changes", news.changes());
    }
    if (news.previous() != null) {
      data.set("previous", news.previous());
    }
    if (draft.metadata() != null) {
      data.set("eventMetadata", draft.metadata());
    }
    if (draft.error() != null) {
      data.put("error", draft.error());
    }
    if (!warnings.isEmpty()) {
      warnings.forEach(data.putArray("warnings")::add);
    }
    putSources(data, draft);
    return mapper.writeValueAsString(envelope);
  }

  /**
   * An event of a sync about its account: as an event of a provider, but without source messages.
   */
  String writeOfSync(UUID id, Instant now, String eventType, Account account, ObjectNode record)
      throws JsonProcessingException {
    ObjectNode envelope = about(id, now, eventType, account, record);
    ObjectNode data = (ObjectNode) envelope.get("data");
    data.put("origin", SYNC);
    data.put("nativeEvent", SYNC);
    data.putArray("sourceEvents");
    return mapper.writeValueAsString(envelope);
  }

  /** An event that Bellhop derives from a provider's message. */
  String writeCaused(UUID id, Instant now, String eventType, EventDraft cause, ObjectNode record)
      throws JsonProcessingException {
    ObjectNode envelope = about(id, now, eventType, cause.account(), record);
    ObjectNode data = (ObjectNode) envelope.get("data");
    data.put("origin", origin(cause.first()));
    data.put("nativeEvent", cause.first().nativeEvent());
    putSources(data, cause);
    return mapper.writeValueAsString(envelope);
  }

  private static void putSources(ObjectNode data, EventDraft draft) {
    ArrayNode sources = data.putArray("sourceEvents");
    draft.sources().forEach(source -> sources.add(source.id().toString()));
  }

  /** An event without a provider. */
  String write(UUID id, Instant now, String eventType, String workspaceId, ObjectNode record)
      throws JsonProcessingException {
    ObjectNode envelope = hook(id, now, eventType);
    ObjectNode data = envelope.putObject("data");
    data.put("workspaceId", workspaceId);
    data.put("result", "SUCCESS");
    data.set("record", record);
    return mapper.writeValueAsString(envelope);
  }

  /** An event of Bellhop itself about an account. */
  String write(UUID id, Instant now, String eventType, Account account, ObjectNode record)
      throws JsonProcessingException {
    return mapper.writeValueAsString(about(id, now, eventType, account, record));
  }

  private static String origin(InboxMessage message) {
    return message.isSync() ? SYNC : message.kind().origin();
  }

  private ObjectNode about(
      UUID id, Instant now, String eventType, Account account, ObjectNode record) {
    ObjectNode envelope = hook(id, now, eventType);
    ObjectNode data = envelope.putObject("data");
    data.put("integrationAccountId", account.id().toString());
    data.put("workspaceId", account.workspaceId());
    data.put("provider", account.provider());
    data.put("result", "SUCCESS");
    data.set("record", record);
    return envelope;
  }

  private ObjectNode hook(UUID id, Instant now, String eventType) {
    ObjectNode envelope = mapper.createObjectNode();
    ObjectNode hook = envelope.putObject("hook");
    hook.put("id", id.toString());
    hook.put("eventType", eventType);
    hook.put("timestamp", UtcTime.text(now));
    hook.put("source", "PMS_WEBHOOK");
    return envelope;
  }
}
