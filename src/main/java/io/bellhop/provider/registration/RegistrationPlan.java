package io.bellhop.provider.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The changes after which a provider has exactly the wanted webhooks. Writes come first, so that a
 * failure leaves too many webhooks rather than too few; the next call removes the rest.
 *
 * @param writes webhooks to create as {@code {want}}, or to change with {@code id} and {@code
 *     entry}
 * @param removals webhooks to remove, as {@code {id}}
 * @param kept the number of webhooks that need no change
 */
record RegistrationPlan(List<ObjectNode> writes, List<ObjectNode> removals, int kept) {
  /** The present listener URL, as a route sees it. */
  private static final String TODAY = "{listener_url}";

  /**
   * @param canUpdate whether an entry can be changed
   * @param canChangeUrl whether the URL of an entry can be changed
   */
  record Abilities(boolean canUpdate, boolean canChangeUrl) {}

  /**
   * @param ours the provider's entries with a URL of Bellhop's: {@code {id, url, key, is, entry}}
   * @param wanted {@code {key, is}}: the entries that must exist, and their required values
   * @param form converts compared values to the same form
   */
  static RegistrationPlan of(
      List<JsonNode> ours, List<JsonNode> wanted, Abilities can, UnaryOperator<JsonNode> form) {
    RegistrationPlan plan = new RegistrationPlan(new ArrayList<>(), new ArrayList<>(), 0);
    List<JsonNode> left = new ArrayList<>(ours);
    int kept = 0;
    for (JsonNode want : wanted) {
      List<JsonNode> same =
          left.stream().filter(e -> key(e, form).equals(key(want, form))).toList();
      left.removeAll(same);
      Optional<JsonNode> right =
          same.stream()
              .filter(RegistrationPlan::isToday)
              .filter(e -> is(e, form).equals(is(want, form)))
              .findFirst();
      Optional<JsonNode> updatable =
          right.isPresent() || !can.canUpdate()
              ? Optional.empty()
              : same.stream()
                  .filter(RegistrationPlan::isToday)
                  .findFirst()
                  .or(() -> can.canChangeUrl() ? same.stream().findFirst() : Optional.empty());
      if (right.isPresent()) {
        kept++;
      } else {
        plan.write(want, updatable);
      }
      same.stream()
          .filter(e -> e != right.orElse(null) && e != updatable.orElse(null))
          .forEach(plan::remove);
    }
    // Keeps entries that an operator added for the present URL; entries for an earlier URL are
    // useless.
    left.stream().filter(e -> wanted.isEmpty() || !isToday(e)).forEach(plan::remove);
    return new RegistrationPlan(plan.writes, plan.removals, kept);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("writes").addAll(writes);
    json.putArray("removals").addAll(removals);
    return json;
  }

  private void write(JsonNode want, Optional<JsonNode> updatable) {
    ObjectNode step = JsonNodeFactory.instance.objectNode();
    step.set("want", want);
    updatable.ifPresent(
        e -> {
          step.set("id", e.path("id"));
          Optional.ofNullable(e.get("entry")).ifPresent(entry -> step.set("entry", entry));
        });
    writes.add(step);
  }

  private void remove(JsonNode entry) {
    removals.add(JsonNodeFactory.instance.objectNode().set("id", entry.path("id")));
  }

  private static boolean isToday(JsonNode entry) {
    return entry.path("url").asText().equals(TODAY);
  }

  private static String key(JsonNode entry, UnaryOperator<JsonNode> form) {
    return form.apply(entry.path("key")).asText("");
  }

  /**
   * The values to compare. JSLT omits empty values, so an entry without values has no field for
   * them.
   */
  private static JsonNode is(JsonNode entry, UnaryOperator<JsonNode> form) {
    JsonNode is = form.apply(entry.path("is"));
    return is.isNull() || is.isEmpty() ? MissingNode.getInstance() : is;
  }
}
