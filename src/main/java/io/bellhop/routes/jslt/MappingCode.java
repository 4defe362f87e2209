package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A compiled mapping in either language. Thread-safe. */
@FunctionalInterface
interface MappingCode {
  /**
   * @param variables the exchange variables that the mapping uses
   * @param body null if there is none
   */
  JsonNode apply(Map<String, JsonNode> variables, JsonNode body);

  /**
   * Compiles a mapping in the language of its name's ending.
   *
   * @param name the name of the file, or the expression itself
   * @param run returns the run of the current thread
   * @param branches counts the branches that runs take; null for none
   * @throws IllegalArgumentException if it does not compile; the message names the line
   */
  static MappingCode of(
      String name, String source, Supplier<JsltEvaluation> run, MappingBranches branches) {
    List<Function> functions = new MappingFunctions(run).all();
    if (name.endsWith(JsonataMapping.ENDING)) {
      return new JsonataMapping(name, source, functions, branches);
    }
    Expression compiled = jslt(JsltLanguage.isFile(name) ? name : "inline", source, functions);
    ExpressionRewriter.Replacement lenient = new LenientRewriter(run);
    ExpressionRewriter.Replacement counted =
        branches == null ? (w, r, i, part) -> part : new JsltBranches(name, branches);
    return new ExpressionRewriter((w, r, i, part) -> counted.of(w, r, i, lenient.of(w, r, i, part)))
            .of(compiled)
        ::apply;
  }

  /**
   * @throws IllegalArgumentException if it does not compile; the cause is a JsltException
   */
  static Expression jslt(String name, String source, List<Function> functions) {
    try {
      return new Parser(new StringReader(source))
          .withSource(name)
          .withFunctions(functions)
          .compile();
    } catch (JsltException e) {
      throw new IllegalArgumentException(
          "JSLT does not compile: " + name + ": " + e.getMessage(), e);
    }
  }
}
