package io.bellhop.routes.jslt;

import com.schibsted.spt.data.jslt.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The functions that mappings have beyond JSLT's own. For a value that it cannot read, a function
 * returns null, so that the field is absent rather than made up, and adds a warning.
 */
final class MappingFunctions {
  private final Supplier<JsltEvaluation> evaluation;

  /**
   * @param evaluation returns the run of the current thread
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
