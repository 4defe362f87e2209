package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.identity.StayLinks;
import io.bellhop.identity.StayLinks.Found;
import io.bellhop.identity.StayLinks.Known;
import io.bellhop.identity.StayLinks.Link;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Adds links to records: the same stay in other accounts, and the workspace's name for the
 * property.
 */
final class RecordLinks {
  private static final Set<String> TYPES = Set.of("reservation", "block", "property");

  private final StayLinks links;

  RecordLinks(StayLinks links) {
    this.links = links;
  }

  /** Adds the links of the records in an answer; records without links stay unchanged. */
  ApiAnswer in(ApiAnswer answer) throws SQLException {
    JsonNode data = answer.body().path("data");
    List<ObjectNode> all = new ArrayList<>();
    List<Known> records = new ArrayList<>();
    for (JsonNode item : data.isArray() ? data : List.of(data)) {
      if (TYPES.contains(item.path("type").asText())) {
        ObjectNode attributes = (ObjectNode) item.get("attributes");
        all.add(attributes);
        records.add(
            new Known(
                UUID.fromString(attributes.path("integration_account_id").asText()),
                item.path("type").asText(),
                item.path("id").asText(),
                attributes));
      }
    }
    List<Found> found = links.of(records);
    for (int i = 0; i < found.size(); i++) {
      add(all.get(i), found.get(i));
    }
    return answer;
  }

  private static void add(ObjectNode attributes, Found found) {
    if (!found.ownIds().isEmpty()) {
      found.ownIds().forEach(attributes.putArray("own_ids")::add);
    }
    if (!found.links().isEmpty()) {
      ArrayNode all = attributes.putArray("links");
      for (Link link : found.links()) {
        ObjectNode one =
            all.addObject()
                .put("integration_account_id", link.record().account().toString())
                .put("id", link.record().id())
                .put("by", link.by().name().toLowerCase(Locale.ROOT));
        if (link.record().body().hasNonNull("status")) {
          one.set("status", link.record().body().get("status"));
        }
      }
    }
  }
}
