package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.ForExpression;
import com.schibsted.spt.data.jslt.impl.FunctionExpression;
import com.schibsted.spt.data.jslt.impl.IfExpression;
import com.schibsted.spt.data.jslt.impl.LiteralExpression;
import com.schibsted.spt.data.jslt.impl.Scope;
import io.bellhop.routes.jslt.LenientJoins.Fault;
import java.util.Map;

/**
 * Replaces calls of JSLT's functions for objects and lists with lenient forms, for an argument that
 * is neither.
 */
final class LenientCalls {
  /** The position of the argument that must be a list, by function; JSLT fails if it is not. */
  private static final Map<String, Integer> NEED_A_LIST =
      Map.of(
          "size",
          0,
          "array",
          0,
          "join",
          0,
          "flatten",
          0,
          "get-key",
          0,
          "zip",
          0,
          "contains",
          1,
          "index-of",
          0);

  private static final Map<String, String> KINDS =
      Map.of("is-array", "list", "is-object", "object");

  private LenientCalls() {}

  /** The lenient form of a call, or null for any other expression. */
  static ExpressionNode of(Object within, String role, ExpressionNode part, Fault fault) {
    if (!(part instanceof FunctionExpression call)) {
      return null;
    }
    String name = call.getFunctionName();
    ExpressionNode[] arguments = (ExpressionNode[]) ExpressionRewriter.read(call, "arguments");
    if (KINDS.containsKey(name) && arguments.length == 1 && isGuard(within, role)) {
      return new Guard(call, arguments[0], fault);
    }
    Integer list = NEED_A_LIST.get(name);
    return list == null || list >= arguments.length ? null : new Call(call, arguments[list], fault);
  }

  /**
   * Whether the test only guards against a value of another kind, and has no other branch for it.
   */
  private static boolean isGuard(Object within, String role) {
    if (within instanceof ForExpression) {
      return role.equals("ifExpr");
    }
    if (!(within instanceof IfExpression) || !role.equals("test")) {
      return false;
    }
    // With another branch, the mapping may expect both kinds of value.
    return ExpressionRewriter.read(within, "orelse") instanceof LiteralExpression otherwise
        && otherwise.apply(null, NullNode.getInstance()).isContainerNode();
  }

  /** Tests whether a value is a list or an object, and warns if it is not. */
  private static final class Guard extends ReplacedNode {
    private final String kind;
    private final ExpressionNode argument;
    private final Fault fault;

    Guard(FunctionExpression call, ExpressionNode argument, Fault fault) {
      super(call);
      this.kind = KINDS.get(call.getFunctionName());
      this.argument = argument;
      this.fault = fault;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
      JsonNode fits = node.apply(scope, input);
      if (!fits.booleanValue()) {
        fault.none(
            "is-" + kind + "()",
            argument.apply(scope, input),
            (kind.equals("list") ? "is not a " : "is not an ") + kind);
      }
      return fits;
    }
  }

  /** Returns null where JSLT would fail. */
  private static final class Call extends ReplacedNode {
    private final String name;
    private final ExpressionNode argument;
    private final Fault fault;

    Call(FunctionExpression call, ExpressionNode argument, Fault fault) {
      super(call);
      this.name = call.getFunctionName();
      this.argument = argument;
      this.fault = fault;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
      try {
        return node.apply(scope, input);
      } catch (JsltException e) {
        JsonNode value = argument.apply(scope, input);
        boolean isOfOtherKind = !value.isNull() && !value.isArray();
        if (!isOfOtherKind) {
          throw e;
        }
        return fault.none(name + "()", value, "is not a list");
      }
    }
  }
}
