package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.json.PlainWord;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Merges several messages that belong together into one exchange, for the aggregator EIP in a
 * provider's route. The newest body counts; the properties say what else is kept. Configured once,
 * then thread-safe.
 */
public final class MergeStrategy implements AggregationStrategy {
  private static final String GROUP = "bellhop.group";

  private String version = "";
  private ZoneId zone = ZoneOffset.UTC;

  /** The suffix of a field that only some of the bodies have. */
  private static final String OF_SOME = "OfSome";

  private boolean fill;
  private List<String> earliest = List.of();
  private List<String> union = List.of();
  private List<String> common = List.of();
  private String status = "";
  private Set<String> terminal = Set.of();
  private String before = "";
  private String now = "";

  /**
   * Only gathers the bodies. Otherwise each of hundreds of bodies would be merged with all earlier
   * ones again.
   */
  @Override
  public Exchange aggregate(Exchange gathered, Exchange next) {
    if (gathered == null) {
      gather(next);
      return next;
    }
    MergeGroup group = gather(gathered);
    boolean isNewest = group.add(part(next), ExchangeContext.of(next).messages());
    // The newer exchange continues, because it has more than its body, such as the name of its
    // event.
    Exchange kept = isNewest ? next : gathered;
    Exchange left = isNewest ? gathered : next;
    kept.setProperty(GROUP, group);
    Warnings.of(kept).addAll(Warnings.of(left));
    return kept;
  }

  /** Merges the group, which is complete, before Camel passes it on. */
  @Override
  public void onCompletion(Exchange exchange) {
    MergeGroup group = (MergeGroup) exchange.removeProperty(GROUP);
    if (group == null || group.isOfOne()) {
      return;
    }
    exchange.getMessage().setBody(merge(group.inOrderOfArrival(), group.oldestFirst()));
    ExchangeContext one = ExchangeContext.of(exchange);
    new ExchangeContext(one.result(), one.account(), group.messages()).on(exchange);
  }

  private MergeGroup gather(Exchange exchange) {
    MergeGroup group = exchange.getProperty(GROUP, MergeGroup.class);
    if (group == null) {
      group = new MergeGroup();
      group.add(part(exchange), ExchangeContext.of(exchange).messages());
      exchange.setProperty(GROUP, group);
    }
    return group;
  }

  private MergePart part(Exchange exchange) {
    ObjectNode body = exchange.getMessage().getBody(ObjectNode.class);
    MergePart part =
        MergePart.of(
            body,
            body.at(version).asText(),
            terminal.contains(PlainWord.of(body.at(status).asText())),
            zone,
            ExchangeContext.of(exchange).first().receivedAt());
    if (!version.isEmpty() && part.isUnreadable()) {
      Warnings.of(exchange)
          .add(
              version
                  + " is not a time that Bellhop can read: of merged bodies the later one counts");
    }
    return part;
  }

  private ObjectNode merge(List<ObjectNode> arrived, List<ObjectNode> ordered) {
    ObjectNode body = ordered.get(ordered.size() - 1).deepCopy();
    if (fill) {
      List<String> ended = ended(body);
      for (int i = ordered.size() - 2; i >= 0; i--) {
        fill(body, ordered.get(i));
      }
      if (body.path(now) instanceof ObjectNode state) {
        state.remove(ended);
      }
    }
    for (String field : earliest) {
      ordered.stream()
          .filter(part -> part.has(field))
          .findFirst()
          .ifPresent(part -> body.set(field, part.get(field)));
    }
    for (String field : union) {
      unite(body, arrived, field);
    }
    for (String field : common) {
      if (!arrived.stream().allMatch(part -> part.hasNonNull(field))) {
        body.remove(field);
        ordered.stream()
            .filter(part -> part.hasNonNull(field))
            .forEach(part -> body.set(field + OF_SOME, part.get(field)));
      }
    }
    return body;
  }

  /** The fields that the body itself states as previous ones. */
  private List<String> ended(ObjectNode body) {
    List<String> ended = new ArrayList<>();
    for (Map.Entry<String, JsonNode> was : body.path(before).properties()) {
      // A state may lack a whole part, such as the money, which does not mean that the part was
      // removed.
      if (was.getValue().isValueNode() && !body.path(now).hasNonNull(was.getKey())) {
        ended.add(was.getKey());
      }
    }
    return ended;
  }

  /** Fills in fields that the newer body lacks, because each may have some that the other lacks. */
  private static void fill(ObjectNode newer, ObjectNode older) {
    older
        .properties()
        .forEach(
            field -> {
              JsonNode there = newer.get(field.getKey());
              if (there == null || there.isNull()) {
                // A copy, because an even older body may fill it further.
                newer.set(field.getKey(), field.getValue().deepCopy());
              } else if (there instanceof ObjectNode to
                  && field.getValue() instanceof ObjectNode from) {
                fill(to, from);
              }
            });
  }

  private static void unite(ObjectNode body, List<ObjectNode> parts, String field) {
    Set<JsonNode> values = new LinkedHashSet<>();
    for (JsonNode source : parts.stream().map(part -> part.path(field)).toList()) {
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

  private static List<String> names(String fields) {
    return fields.isBlank() ? List.of() : List.of(fields.strip().split("\\s*,\\s*"));
  }

  /**
   * The JSON pointer to the time, or to the number of the revision, for comparing bodies. Without
   * it the later arrival is newer.
   */
  public void setVersion(String version) {
    this.version = version;
  }

  /**
   * The zone of times without one, such as {@code Europe/Berlin}; the default is UTC.
   *
   * @throws java.time.DateTimeException if there is no such zone
   */
  public void setZone(String zone) {
    this.zone = zone.isBlank() ? ZoneOffset.UTC : ZoneId.of(zone);
  }

  /**
   * The JSON pointer to the status and, separated by blanks, its words for the end of a record. Of
   * bodies with the same version, one with such a word is the newest. Comparison uses only letters
   * and digits.
   */
  public void setTerminal(String pointerAndWords) {
    List<String> parts = List.of(pointerAndWords.strip().split(" +"));
    this.status = parts.get(0);
    this.terminal =
        parts.stream().skip(1).map(PlainWord::of).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether fields that the newer body lacks come from the older one. */
  public void setFill(boolean fill) {
    this.fill = fill;
  }

  /**
   * The field with the state before a change and the field with the state after it, separated by a
   * comma. A value that is only in the first was removed, so Bellhop does not fill it in.
   */
  public void setStates(String fields) {
    List<String> names = names(fields);
    if (!names.isEmpty() && names.size() != 2) {
      throw new IllegalArgumentException(
          "parameter states must be two fields, as in stayBefore,stay, was: " + fields);
    }
    this.before = names.isEmpty() ? "" : names.get(0);
    this.now = names.isEmpty() ? "" : names.get(1);
  }

  /** Fields, separated by commas, that come from the oldest body: the state before the change. */
  public void setEarliest(String fields) {
    this.earliest = names(fields);
  }

  /** Fields, separated by commas, whose values are gathered from all bodies. */
  public void setUnion(String fields) {
    this.union = names(fields);
  }

  /**
   * Fields, separated by commas, that stay only if all bodies have them: if one body lacks a field,
   * the route reads it, and the result may be newer than the field in the others. The newest value
   * stays as {@code <field>OfSome}, because the route must not read an older one.
   */
  public void setCommon(String fields) {
    this.common = names(fields);
  }
}
