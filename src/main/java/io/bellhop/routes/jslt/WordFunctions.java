package io.bellhop.routes.jslt;

import static io.bellhop.routes.jslt.MappingFunction.isAbsent;
import static io.bellhop.routes.jslt.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.JsltException;
import io.bellhop.json.ShownValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Mapping functions that translate a provider's words into Bellhop's vocabularies. An unknown word
 * always leaves a warning.
 */
final class WordFunctions {
  private final Supplier<JsltEvaluation> evaluation;

  WordFunctions(Supplier<JsltEvaluation> evaluation) {
    this.evaluation = evaluation;
  }

  List<MappingFunction> all() {
    return List.of(
        new MappingFunction("status", 2, a -> known("status", a[0], a[1], text("UNKNOWN"))),
        new MappingFunction("known", 3, a -> known(a[0].asText(), a[1], a[2], null)),
        new MappingFunction("channel", 1, 2, a -> channel(a[0], a.length > 1 ? a[1] : null)));
  }

  private JsonNode known(String field, JsonNode word, JsonNode table, JsonNode otherwise) {
    if (isAbsent(word)) {
      return NullNode.getInstance();
    }
    if (!table.isObject()) {
      throw new JsltException(field + ": the table of words must be an object");
    }
    Optional<JsonNode> meaning = WordTable.find(table, word.asText());
    if (meaning.isPresent()) {
      // JSLT omits null from a table, so "" marks a word without a meaning.
      return isAbsent(meaning.get()) ? NullNode.getInstance() : meaning.get();
    }
    if (word.isValueNode()) {
      unmapped(field, word, true);
    } else {
      evaluation.get().warn(field, word, "is not a word");
    }
    return otherwise == null ? NullNode.getInstance() : otherwise;
  }

  /** Small channels have many names, so an unknown one is OTHER without a warning. */
  private JsonNode channel(JsonNode word, JsonNode own) {
    if (isAbsent(word) || !word.isValueNode()) {
      return NullNode.getInstance();
    }
    Channels channels = evaluation.get().channels();
    if (own != null && !own.isNull()) {
      channels = Channels.read("channel()", own).before(channels);
    }
    Optional<String> channel = channels.find(word.asText());
    if (channel.isEmpty()) {
      unmapped("channel", word, false);
    }
    return text(channel.orElse("OTHER"));
  }

  private void unmapped(String field, JsonNode word, boolean warns) {
    JsltEvaluation run = evaluation.get();
    if (run.warnings() == null) {
      return;
    }
    String shown = ShownValue.bounded(word.asText().strip());
    if (warns) {
      run.warnings().addUnmapped(field, shown);
    } else {
      run.warnings().countUnmapped(field, shown);
    }
  }
}
