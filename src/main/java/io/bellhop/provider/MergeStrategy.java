package io.bellhop.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.Delivery;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Makes one exchange of several deliveries that belong together, for the aggregator EIP in a
 * provider's route. The newer body counts; what else is kept is said by properties. Configured
 * once, then thread-safe.
 */
public final class MergeStrategy implements AggregationStrategy {
  private String version = "";
  private boolean fill;
  private List<String> earliest = List.of();
  private List<String> union = List.of();

  @Override
  public Exchange aggregate(Exchange merged, Exchange next) {
    if (merged == null) {
      return next;
    }
    ObjectNode a = merged.getMessage().getBody(ObjectNode.class);
    ObjectNode b = next.getMessage().getBody(ObjectNode.class);
    boolean nextIsNewer = version.isEmpty() || text(b).compareTo(text(a)) >= 0;
    ObjectNode older = nextIsNewer ? a : b;
    ObjectNode newer = nextIsNewer ? b : a;
    ObjectNode body = newer.deepCopy();
    if (fill) {
      fill(body, older);
    }
    for (String field : earliest) {
      if (older.has(field)) {
        body.set(field, older.get(field));
      }
    }
    for (String field : union) {
      unite(body, a, b, field);
    }
    List<Delivery> deliveries = new ArrayList<>(Current.of(merged).deliveries());
    deliveries.addAll(Current.of(next).deliveries());
    Exchange kept = nextIsNewer ? next : merged;
    kept.getMessage().setBody(body);
    new Current(Current.of(merged).work(), Current.of(merged).account(), deliveries).on(kept);
    return kept;
  }

  /**
   * Takes over what the newer body does not have: the two halves may be rich in different things.
   */
  private static void fill(ObjectNode newer, ObjectNode older) {
    older
        .properties()
        .forEach(
            field -> {
              JsonNode there = newer.get(field.getKey());
              if (there == null || there.isNull()) {
                newer.set(field.getKey(), field.getValue());
              } else if (there instanceof ObjectNode to
                  && field.getValue() instanceof ObjectNode from) {
                fill(to, from);
              }
            });
  }

  private static void unite(ObjectNode body, ObjectNode a, ObjectNode b, String field) {
    Set<JsonNode> values = new LinkedHashSet<>();
    for (JsonNode source : List.of(a.path(field), b.path(field))) {
      if (source.isArray()) {
        source.forEach(values::add);
      } else if (source.isValueNode() && !source.isNull()) {
        values.add(source);
      }
    }
    if (!values.isEmpty()) {
      ArrayNode all = body.putArray(field);
      values.forEach(all::add);
    }
  }

  private String text(ObjectNode body) {
    return body.at(version).asText();
  }

  /** JSON pointer to the time by which bodies are compared; none: the later arrival is newer. */
  public void setVersion(String version) {
    this.version = version;
  }

  /** Whether fields that the newer body lacks are taken from the older one. */
  public void setFill(boolean fill) {
    this.fill = fill;
  }

  /** Fields, divided by commas, that are taken from the older body: the state before the change. */
  public void setEarliest(String fields) {
    this.earliest = List.of(fields.split(","));
  }

  /** Fields, divided by commas, whose values are gathered from all bodies. */
  public void setUnion(String fields) {
    this.union = List.of(fields.split(","));
  }
}
