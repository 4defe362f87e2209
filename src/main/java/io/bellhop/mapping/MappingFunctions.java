package io.bellhop.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.Function;
import io.bellhop.publish.Cleared;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What mappings need beyond JSLT's own functions. A function gives null for what it cannot read, so
 * that a field is absent rather than made up, and says so by a warning.
 */
final class MappingFunctions {
  private final Supplier<Evaluation> evaluation;

  /**
   * @param evaluation the mapping that runs in this thread
   */
  MappingFunctions(Supplier<Evaluation> evaluation) {
    this.evaluation = evaluation;
  }

  List<Function> all() {
    List<Function> all = new ArrayList<>();
    all.addAll(new TextFunctions(evaluation).all());
    all.addAll(new MoneyFunctions(evaluation).all());
    all.addAll(new DateFunctions(evaluation).all());
    all.addAll(new TimeFunctions(evaluation).all());
    all.addAll(new WordFunctions(evaluation).all());
    all.add(new MappingFunction("cleared", 2, a -> cleared(a[0], TextFunctions.string(a[1]))));
    return all;
  }

  private static JsonNode cleared(JsonNode object, String key) {
    JsonNode value = object == null || key == null ? null : object.get(key);
    boolean empty =
        value != null
            && (value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.textValue().isBlank());
    return empty ? Cleared.VALUE : NullNode.getInstance();
  }
}
