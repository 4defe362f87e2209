package io.bellhop.routes.jslt;

import static io.bellhop.routes.jslt.MappingFunction.isAbsent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.impl.ArraySlicer;
import com.schibsted.spt.data.jslt.impl.DotExpression;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.ForExpression;
import com.schibsted.spt.data.jslt.impl.ObjectComprehension;
import com.schibsted.spt.data.jslt.impl.Scope;
import java.util.function.Supplier;

/**
 * Makes a mapping lenient: if it uses a value as an object or a list and the value is neither, the
 * fields in it are absent and Bellhop adds a warning. JSLT would ignore this for an object without
 * a warning, and fail for a list, which would lose the rest of the record.
 */
final class LenientRewriter implements ExpressionRewriter.Replacement {
  private final Supplier<JsltEvaluation> evaluation;

  /**
   * @param evaluation returns the run of the current thread
   */
  LenientRewriter(Supplier<JsltEvaluation> evaluation) {
    this.evaluation = evaluation;
  }

  @Override
  public ExpressionNode of(Object within, String role, int index, ExpressionNode part) {
    ExpressionNode read =
        part instanceof DotExpression dot && ExpressionRewriter.read(dot, "key") != null
            ? new Field(dot)
            : part;
    if (within instanceof ArraySlicer slicer && role.equals("parent")) {
      // A range also applies to a text; an index needs a list.
      return new Elements(read, (Boolean) ExpressionRewriter.read(slicer, "colon"), false);
    }
    ExpressionNode lenient = LenientJoins.of(read, this::none);
    lenient = lenient == null ? LenientCalls.of(within, role, read, this::none) : lenient;
    read = lenient == null ? read : lenient;
    boolean isLoop =
        within instanceof ForExpression && role.equals("valueExpr")
            || within instanceof ObjectComprehension && role.equals("loop");
    return isLoop ? new Elements(read, false, true) : read;
  }

  private JsonNode none(String function, JsonNode value, String why) {
    if (!isAbsent(value)) {
      evaluation.get().warnOfKind(function, value, why);
    }
    return NullNode.getInstance();
  }

  /** Reads a field of a value that should be an object. */
  private final class Field extends ReplacedNode {
    private final String key;
    private final ExpressionNode parent;

    Field(DotExpression dot) {
      super(dot);
      this.key = (String) ExpressionRewriter.read(dot, "key");
      this.parent = (ExpressionNode) ExpressionRewriter.read(dot, "parent");
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
      JsonNode of = parent == null ? input : parent.apply(scope, input);
      if (of == null || !of.isObject()) {
        return none("." + key, of, "is not an object");
      }
      JsonNode value = of.get(key);
      return value == null ? NullNode.getInstance() : value;
    }
  }

  /** Reads a value that should be a list, or may be a text. */
  private final class Elements extends ReplacedNode {
    private final boolean mayBeText;
    private final boolean mayBeObject;

    Elements(ExpressionNode node, boolean mayBeText, boolean mayBeObject) {
      super(node);
      this.mayBeText = mayBeText;
      this.mayBeObject = mayBeObject;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
      JsonNode value = node.apply(scope, input);
      boolean fits =
          value.isArray()
              || value.isNull()
              || value.isObject() && mayBeObject
              || value.isValueNode() && mayBeText;
      return fits ? value : none("[]", value, "is not a list");
    }
  }
}
