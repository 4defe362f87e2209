package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.impl.AbstractNode;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.FunctionExpression;
import com.schibsted.spt.data.jslt.impl.IfExpression;
import com.schibsted.spt.data.jslt.impl.LetExpression;
import com.schibsted.spt.data.jslt.impl.Location;
import com.schibsted.spt.data.jslt.impl.MacroExpression;
import com.schibsted.spt.data.jslt.impl.NodeUtils;
import com.schibsted.spt.data.jslt.impl.OrOperator;
import com.schibsted.spt.data.jslt.impl.Scope;
import io.bellhop.routes.jslt.MappingBranches.Branch;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds the branches of a mapping in JSLT: both branches of an {@code if}, the sides of an {@code
 * or}, the alternatives of a {@code fallback}. It ignores a branch that only raises an error,
 * because such a run fails.
 */
final class JsltBranches implements ExpressionRewriter.Replacement {
  private final String mapping;
  private final MappingBranches branches;
  private final Map<MacroExpression, List<Branch>> alternatives = new IdentityHashMap<>();

  JsltBranches(String mapping, MappingBranches branches) {
    this.mapping = mapping;
    this.branches = branches;
  }

  @Override
  public ExpressionNode of(Object within, String role, int index, ExpressionNode part) {
    if (within instanceof IfExpression condition && role.equals("test")) {
      return condition(condition, part);
    }
    if (within instanceof OrOperator or && !(part instanceof OrOperator)) {
      List<Branch> sides = new ArrayList<>(List.of(side(part, or)));
      if (role.equals("left")) {
        addSides(or, sides);
      }
      return new Counted(part, sides, sides.get(0), null, NodeUtils::isTrue);
    }
    // fallback is the only macro of JSLT.
    if (within instanceof MacroExpression macro) {
      List<Branch> all = alternatives.computeIfAbsent(macro, this::alternatives);
      // The last alternative is the result whatever its value, such as [].
      boolean last = index == all.size() - 1;
      return new Counted(
          part, all, all.get(index), null, value -> last || NodeUtils.isValue(value));
    }
    return part;
  }

  /** JSLT does not evaluate the right side if the left side is true. */
  private void addSides(OrOperator or, List<Branch> sides) {
    if (or.getRight() instanceof OrOperator more) {
      sides.add(side(more.getLeft(), more));
      addSides(more, sides);
    } else {
      sides.add(side(or.getRight(), or));
    }
  }

  private Branch side(ExpressionNode part, OrOperator or) {
    return branch(part, or, "no fixture makes this side of the or true");
  }

  private List<Branch> alternatives(MacroExpression fallback) {
    List<Branch> all = new ArrayList<>();
    for (ExpressionNode part : fallback.getChildren()) {
      String number = "alternative " + (all.size() + 1);
      all.add(branch(part, fallback, "no fixture takes " + number + " of the fallback"));
    }
    return all;
  }

  private ExpressionNode condition(IfExpression condition, ExpressionNode test) {
    List<ExpressionNode> ways =
        condition.getChildren().stream().filter(c -> !(c instanceof LetExpression)).toList();
    boolean hasElse = ways.size() > 2;
    Branch then =
        fails(ways.get(1)) ? null : branch(condition, condition, "no fixture takes the if");
    Branch otherwise =
        !hasElse
            ? branch(condition, condition, "every fixture takes the if")
            : fails(ways.get(2))
                ? null
                : branch(ways.get(2), condition, "no fixture takes the else");
    List<Branch> both = new ArrayList<>();
    both.add(then);
    both.add(otherwise);
    both.removeIf(branch -> branch == null);
    return new Counted(test, both, then, otherwise, NodeUtils::isTrue);
  }

  private static boolean fails(ExpressionNode way) {
    return way instanceof FunctionExpression call && call.getFunctionName().equals("error");
  }

  private Branch branch(ExpressionNode part, AbstractNode within, String what) {
    ExpressionNode written = part instanceof ReplacedNode replaced ? replaced.node : part;
    Location own = written instanceof AbstractNode node ? node.getLocation() : null;
    Location place = own == null ? within.getLocation() : own;
    return new Branch(mapping, place.getLine(), place.getColumn(), what);
  }

  /** An expression whose value selects a branch. */
  private final class Counted extends ReplacedNode {
    private final List<Branch> possible;
    private final Branch yes;
    private final Branch no;
    private final Predicate<JsonNode> decision;

    Counted(
        ExpressionNode node,
        List<Branch> possible,
        Branch yes,
        Branch no,
        Predicate<JsonNode> decision) {
      super(node);
      this.possible = possible;
      this.yes = yes;
      this.no = no;
      this.decision = decision;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
      possible.forEach(branches::reach);
      JsonNode value = node.apply(scope, input);
      Branch taken = decision.test(value) ? yes : no;
      if (taken != null) {
        branches.take(taken);
      }
      return value;
    }
  }
}
