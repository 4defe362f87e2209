package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.util.Set;

/**
 * The status that a 2xx stands for, for a provider that answers 200 to a failure and describes it
 * in the body. Immutable.
 *
 * @param expression returns the status, or null for a success; null if there is no expression
 * @param envelope decides if the expression does not
 */
record AnswerStatus(Expression expression, AnswerEnvelope envelope) {
  /** The status if the expression fails: it leads to a retry and never to a final failure. */
  private static final int UNCLEAR = 500;

  static AnswerStatus parse(String jslt, AnswerEnvelope envelope) {
    if (jslt.isBlank()) {
      return new AnswerStatus(null, envelope);
    }
    try {
      return new AnswerStatus(Parser.compileString(jslt, Set.of()), envelope);
    } catch (JsltException e) {
      throw new IllegalArgumentException(
          "parameter answerStatus is not a JSLT expression: " + e.getMessage());
    }
  }

  /**
   * The part of an answer that counts: only the record, if the answer is a list with one record.
   */
  JsonNode taken(JsonNode json, ApiCall call) {
    return json == null ? null : envelope.unlisted(json, call);
  }

  /**
   * @param status a 2xx
   * @param json the body; null if it is not JSON, which another class judges
   */
  int of(int status, JsonNode json, ApiCall call) {
    if (json == null || !json.isContainerNode()) {
      return status;
    }
    JsonNode meant;
    try {
      meant = expression == null ? null : expression.apply(json);
    } catch (JsltException e) {
      return UNCLEAR;
    }
    if (meant == null || meant.isNull()) {
      return envelope.meant(status, json, call);
    }
    return meant.isInt() && meant.asInt() >= 200 && meant.asInt() < 600 ? meant.asInt() : UNCLEAR;
  }
}
