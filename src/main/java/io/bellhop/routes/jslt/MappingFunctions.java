package io.bellhop.routes.jslt;

import com.schibsted.spt.data.jslt.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What mappings need beyond JSLT's own functions. A function gives null for what it cannot read, so
 * that a field is absent rather than made up, and leaves a warning.
 */
final class MappingFunctions {
  private final Supplier<JsltEvaluation> evaluation;

  /**
   * @param evaluation the mapping that runs in this thread
   */
  MappingFunctions(Supplier<JsltEvaluation> evaluation) {
    this.evaluation = evaluation;
  }

  List<Function> all() {
    List<Function> all = new ArrayList<>();
    all.addAll(new TextFunctions(evaluation).all());
    all.addAll(new MoneyFunctions(evaluation).all());
    all.addAll(new DateFunctions(evaluation).all());
    all.addAll(new TimeFunctions(evaluation).all());
    all.addAll(new WordFunctions(evaluation).all());
    return all;
  }
}
