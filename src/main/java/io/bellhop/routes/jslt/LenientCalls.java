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
import io.bellhop.routes.jslt.LenientParts.Fault;
import java.util.Map;

/** Calls of JSLT's own functions about objects and lists, whose argument may be neither. */
final class LenientCalls {
  /** JSLT fails at an argument of another kind; by name, the argument that is meant. */
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

  /** Null for any other part. */
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

  /** Whether what does not fit is left out: nothing is made of it in another way. */
  private static boolean isGuard(Object within, String role) {
    if (within instanceof ForExpression) {
      return role.equals("ifExpr");
    }
    if (!(within instanceof IfExpression) || !role.equals("test")) {
      return false;
    }
    // Without another way, a mapping may well mean that what is there is of two kinds.
    return ExpressionRewriter.read(within, "orelse") instanceof LiteralExpression otherwise
        && otherwise.apply(null, NullNode.getInstance()).isContainerNode();
  }

  /** Asks whether a value is a list or an object, and leaves it out if it is not. */
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
        fault.none("is-" + kind + "()", argument.apply(scope, input), "is no " + kind);
      }
      return fits;
    }
  }

  /** Gives nothing where JSLT fails. */
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
        return fault.none(name + "()", value, "is no list");
      }
    }
  }
}
