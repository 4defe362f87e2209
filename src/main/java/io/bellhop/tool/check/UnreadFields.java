package io.bellhop.tool.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.pipeline.AnswerTracker;
import io.bellhop.routes.jslt.MappingBranches;
import io.bellhop.routes.jslt.MappingListener;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * The fields of the fixtures' webhooks that no mapping reads. A mapping reads a field if its result
 * changes when the field is missing, or has another value. Objects and lists are compared by
 * identity: a mapping that only selects a part of its input reads nothing of that part.
 * Thread-safe.
 */
final class UnreadFields implements MappingListener {
  /** The same field in the same mapping needs no test in every fixture. */
  private static final int MOST_TRIALS = 4;

  /** The contents of one message: its parts, and their places in it. */
  private record Message(String provider, String event, Map<JsonNode, String> parts) {}

  private final MappingBranches branches = new MappingBranches();
  private final Map<Object, Message> messages = new IdentityHashMap<>();
  private final Map<String, Integer> trials = new HashMap<>();
  private final Map<String, Set<String>> read = new TreeMap<>();

  /** By provider and event. */
  private final Map<String, Map<String, Set<String>>> fields = new TreeMap<>();

  @Override
  public synchronized void ran(Run run) {
    if (!"webhook".equals(run.exchange().getVariable("origin", String.class))) {
      return;
    }
    Message message =
        messages.computeIfAbsent(AnswerTracker.of(run.exchange()), key -> message(run));
    if (message.parts().containsKey(run.result())) {
      return; // it selects, and what it selects is mapped later
    }
    look(run, message, run.body(), null);
    run.variables().forEach((name, value) -> look(run, message, value, name));
  }

  @Override
  public MappingBranches branches() {
    return branches;
  }

  /** The fields that no mapping reads, by event. */
  synchronized Map<String, Set<String>> unread(String provider) {
    Map<String, Set<String>> unread = new TreeMap<>();
    fields
        .getOrDefault(provider, Map.of())
        .forEach(
            (event, paths) -> {
              Set<String> left = new TreeSet<>(paths);
              left.removeAll(read.getOrDefault(provider, Set.of()));
              if (!left.isEmpty()) {
                unread.put(event, left);
              }
            });
    return unread;
  }

  private Message message(Run run) {
    Message message =
        new Message(
            run.exchange().getVariable("provider", "", String.class),
            run.exchange().getVariable("event", "", String.class),
            new IdentityHashMap<>());
    parts(run.body(), "", message);
    return message;
  }

  private void parts(JsonNode node, String path, Message message) {
    if (node != null && node.isContainerNode()) {
      message.parts().put(node, path);
      if (node.isArray()) {
        node.forEach(element -> parts(element, path + "[]", message));
      }
      node.properties().forEach(f -> parts(f.getValue(), join(path, f.getKey()), message));
    } else if (node != null && !node.isNull() && !node.asText().isEmpty()) {
      fields
          .computeIfAbsent(message.provider(), name -> new TreeMap<>())
          .computeIfAbsent(message.event(), name -> new TreeSet<>())
          .add(path);
    }
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Tries each field of the message that is in this input. */
  private void look(Run run, Message message, JsonNode input, String variable) {
    if (input == null || !input.isContainerNode()) {
      return;
    }
    JsonNode copy = input.deepCopy();
    walk(
        input,
        copy,
        message,
        () -> {
          Map<String, JsonNode> variables = new HashMap<>(run.variables());
          if (variable != null) {
            variables.put(variable, copy);
          }
          JsonNode made = run.again(variables, variable == null ? copy : run.body());
          return made == null || !made.equals(run.result());
        },
        run.mapping());
  }

  /**
   * @param trial whether the mapping's result changes with the present copy
   */
  private void walk(
      JsonNode original, JsonNode copy, Message message, BooleanSupplier trial, String mapping) {
    String path = message.parts().get(original);
    if (original instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i).isContainerNode()) {
          walk(list.get(i), copy.get(i), message, trial, mapping);
        } else if (path != null) {
          ArrayNode changed = (ArrayNode) copy;
          JsonNode value = changed.get(i);
          int at = i;
          attempt(
              path + "[]",
              message,
              mapping,
              () -> {
                changed.set(at, other(value));
                boolean differs = trial.getAsBoolean();
                changed.set(at, value);
                return differs;
              });
        }
      }
    }
    for (Map.Entry<String, JsonNode> field : original.properties()) {
      ObjectNode changed = (ObjectNode) copy;
      if (field.getValue().isContainerNode()) {
        walk(field.getValue(), copy.get(field.getKey()), message, trial, mapping);
      } else if (path != null) {
        JsonNode value = changed.get(field.getKey());
        attempt(
            join(path, field.getKey()),
            message,
            mapping,
            () -> {
              changed.set(field.getKey(), other(value));
              boolean differs = trial.getAsBoolean();
              if (!differs) {
                changed.putNull(field.getKey());
                differs = trial.getAsBoolean();
              }
              changed.set(field.getKey(), value);
              return differs;
            });
      }
    }
  }

  private void attempt(String path, Message message, String mapping, BooleanSupplier differs) {
    Set<String> known = read.computeIfAbsent(message.provider(), name -> new TreeSet<>());
    if (!known.contains(path)
        && trials.merge(mapping + "\n" + path, 1, Integer::sum) <= MOST_TRIALS
        && differs.getAsBoolean()) {
      known.add(path);
    }
  }

  private static JsonNode other(JsonNode value) {
    ObjectNode factory = FixtureJson.object();
    return value.isNumber()
        ? factory.numberNode(value.asLong() + 1)
        : value.isBoolean() ? factory.booleanNode(!value.asBoolean()) : factory.textNode("other");
  }
}
