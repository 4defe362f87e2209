package io.bellhop.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.Outcome;
import io.bellhop.support.TestNode;
import java.util.List;

/** What routes would say. */
final class Publications {
  private final Account account;

  Publications(Account account) {
    this.account = account;
  }

  static ObjectNode record(String id, int guests) {
    return TestNode.MAPPER.createObjectNode().put("id", id).put("guests", guests);
  }

  Publication of(String verb, JsonNode record, Delivery... sources) {
    return of(verb, record, false, sources);
  }

  Publication revoking(Delivery source) {
    return of("revoked", record("1", 0), true, source);
  }

  private Publication of(String verb, JsonNode record, boolean revokes, Delivery... sources) {
    return new Publication(
        account,
        List.of(sources),
        "reservation",
        verb,
        null,
        !revokes,
        true,
        record,
        null,
        null,
        List.of(),
        Provenance.WEBHOOK,
        List.of(),
        List.of(),
        null,
        false,
        revokes);
  }

  static Finished finished(Claim claim, Publication... publications) {
    return new Finished(claim, List.of(publications), List.of(), List.of(), null);
  }

  static Finished ended(Claim claim, Outcome... outcomes) {
    return new Finished(claim, List.of(), List.of(outcomes), List.of(), null);
  }
}
