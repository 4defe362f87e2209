package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.impl.AbstractNode;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.MultiplyOperator;
import com.schibsted.spt.data.jslt.impl.Scope;
import java.util.function.Supplier;

/**
 * A part of an expression that counts its work and adds a place to failures, because JSLT's
 * functions do not know where they were called.
 */
final class MeteredNode extends ReplacedNode {
  private final Supplier<WorkMeter> meters;

  /**
   * @param meters returns the meter of the current thread's run
   */
  MeteredNode(ExpressionNode node, Supplier<WorkMeter> meters) {
    super(node);
    this.meters = meters;
  }

  @Override
  public JsonNode apply(Scope scope, JsonNode input) {
    WorkMeter meter = meters.get();
    try {
      meter.enter();
      JsonNode value =
          node instanceof MultiplyOperator product
              ? multiply(product, scope, input, meter)
              : node.apply(scope, input);
      meter.gave(value);
      return value;
    } catch (JsltException e) {
      throw e.getLine() > 0 || !(node instanceof AbstractNode known) || known.getLocation() == null
          ? e
          : located(e, known);
    } finally {
      meter.leave();
    }
  }

  private static JsltException located(JsltException error, AbstractNode place) {
    return new JsltException(error.getMessageWithoutLocation(), error, place.getLocation());
  }

  /** Multiplies; a text times a number repeats the text. */
  private static JsonNode multiply(
      MultiplyOperator product, Scope scope, JsonNode input, WorkMeter meter) {
    JsonNode left = product.getLeft().apply(scope, input);
    JsonNode right = product.getRight().apply(scope, input);
    if (left.isTextual() != right.isTextual()) {
      JsonNode text = left.isTextual() ? left : right;
      meter.mayMake(text.textValue().length() * (left == text ? right : left).asDouble());
    }
    return product.perform(left, right);
  }
}
