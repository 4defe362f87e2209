package io.bellhop.routes.jslt;

import com.schibsted.spt.data.jslt.impl.DotExpression;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.PreparationContext;
import java.util.List;

/** A part of an expression that replaces another one after compilation. */
abstract class ReplacedNode implements ExpressionNode {
  final ExpressionNode node;

  ReplacedNode(ExpressionNode node) {
    this.node = node;
  }

  @Override
  public void dump(int level) {
    node.dump(level);
  }

  @Override
  public void computeMatchContexts(DotExpression parent) {
    node.computeMatchContexts(parent);
  }

  @Override
  public void prepare(PreparationContext context) {
    node.prepare(context);
  }

  @Override
  public ExpressionNode optimize() {
    return this;
  }

  @Override
  public List<ExpressionNode> getChildren() {
    return node.getChildren();
  }
}
