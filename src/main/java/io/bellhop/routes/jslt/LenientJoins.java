package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.filters.JsonFilter;
import com.schibsted.spt.data.jslt.impl.DotExpression;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.LetExpression;
import com.schibsted.spt.data.jslt.impl.LiteralExpression;
import com.schibsted.spt.data.jslt.impl.ObjectExpression;
import com.schibsted.spt.data.jslt.impl.PairExpression;
import com.schibsted.spt.data.jslt.impl.PlusOperator;
import com.schibsted.spt.data.jslt.impl.Scope;

/**
 * Replaces expressions that join or copy objects with lenient forms, for a value that is not an
 * object.
 */
final class LenientJoins {
  /** Warns about a value and returns null. */
  @FunctionalInterface
  interface Fault {
    JsonNode none(String function, JsonNode value, String why);
  }

  private LenientJoins() {}

  /** The lenient form of an expression, or null if it neither joins nor copies objects. */
  static ExpressionNode of(ExpressionNode part, Fault fault) {
    if (part instanceof PlusOperator plus) {
      // With a string literal, the mapping joins texts.
      boolean isText =
          plus.getLeft() instanceof LiteralExpression
              || plus.getRight() instanceof LiteralExpression;
      return isText ? null : new Joined(plus, fault);
    }
    boolean copies =
        part instanceof ObjectExpression && ExpressionRewriter.read(part, "matcher") != null;
    return copies ? new Copied((ObjectExpression) part, fault) : null;
  }

  /** Joins two objects or two lists. JSLT would join an object and a text into a text. */
  private static final class Joined extends ReplacedNode {
    private final PlusOperator plus;
    private final Fault fault;

    Joined(PlusOperator plus, Fault fault) {
      super(plus);
      this.plus = plus;
      this.fault = fault;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
      JsonNode left = plus.getLeft().apply(scope, input);
      JsonNode right = plus.getRight().apply(scope, input);
      boolean isOdd = left.isObject() != right.isObject() || left.isArray() != right.isArray();
      if (!isOdd || left.isNull() || right.isNull()) {
        return plus.perform(left, right);
      }
      JsonNode whole = left.isContainerNode() ? left : right;
      fault.none(
          "+",
          whole == left ? right : left,
          whole.isArray() ? "is not a list" : "is not an object");
      return whole;
    }
  }

  /** Copies the fields of another object: {@code * : .}. */
  private static final class Copied extends ReplacedNode {
    private final DotExpression context;
    private final ObjectExpression without;
    private final Fault fault;

    Copied(ObjectExpression object, Fault fault) {
      super(object);
      this.context = (DotExpression) ExpressionRewriter.read(object, "contextQuery");
      this.without =
          new ObjectExpression(
              (LetExpression[]) ExpressionRewriter.read(object, "lets"),
              (PairExpression[]) ExpressionRewriter.read(object, "children"),
              null,
              object.getLocation(),
              (JsonFilter) ExpressionRewriter.read(object, "filter"));
      this.fault = fault;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
      JsonNode from = context == null ? input : context.apply(scope, input);
      if (from == null || from.isNull() || from.isObject()) {
        return node.apply(scope, input);
      }
      fault.none("*", from, "is not an object");
      return without.apply(scope, input);
    }
  }
}
