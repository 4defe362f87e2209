package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Parser;
import io.bellhop.event.UnmappedValue;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.pipeline.Warnings;
import java.io.StringReader;
import java.util.List;
import java.util.Map;

/**
 * A function as a mapping calls it, with what it warned of.
 *
 * @param result what it gave
 */
record Called(
    JsonNode result, Warnings heard, List<String> warnings, List<UnmappedValue> unmapped) {
  /**
   * @param jslt with ' in place of "
   * @param input JSON, the same
   */
  static Called of(String jslt, String input) {
    return of(jslt, input, Channels.NONE);
  }

  static Called of(String jslt, String input, Channels channels) {
    JsonNode body = RouteExchange.json(input);
    Warnings warnings = new Warnings();
    JsltEvaluation run = new JsltEvaluation(body, Map.of(), warnings, () -> channels);
    JsonNode result =
        new Parser(new StringReader(jslt.replace('\'', '"')))
            .withFunctions(new MappingFunctions(() -> run).all())
            .compile()
            .apply(body);
    return new Called(result, warnings, warnings.takeTexts(), warnings.takeUnmapped());
  }
}
