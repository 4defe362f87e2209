package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.support.TestNode;
import java.util.List;

/** What routes would say. */
final class EventDrafts {
  private final Account account;

  EventDrafts(Account account) {
    this.account = account;
  }

  static ObjectNode record(String id, int guests) {
    return TestNode.MAPPER.createObjectNode().put("id", id).put("guests", guests);
  }

  EventDraft of(String verb, JsonNode record, InboxMessage... sources) {
    return of(verb, record, false, sources);
  }

  EventDraft revoking(InboxMessage source) {
    return of("revoked", record("1", 0), true, source);
  }

  private EventDraft of(String verb, JsonNode record, boolean revokes, InboxMessage... sources) {
    return EventDraft.builder(account, List.of(sources))
        .event("reservation", verb)
        .compared(!revokes)
        .record(record)
        .revokes(revokes)
        .build();
  }

  static ClaimOutcome finished(Claim claim, EventDraft... drafts) {
    return new ClaimOutcome(claim, List.of(drafts), List.of(), List.of(), null);
  }

  static ClaimOutcome ended(Claim claim, MessageOutcome... outcomes) {
    return new ClaimOutcome(claim, List.of(), List.of(outcomes), List.of(), null);
  }
}
