package io.bellhop.routes.jslt;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts a {@link MeteredNode} around each part of a compiled expression. JSLT 0.1.14 has no way to
 * interrupt or bound a run, and keeps its parts in private fields; this is the one place that knows
 * them. A version with other fields fails in BoundedJsltTest.
 */
final class MeteredTree {
  private static final String JSLT = ExpressionNode.class.getPackageName();

  private final Supplier<Meter> meters;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  MeteredTree(Supplier<Meter> meters) {
    this.meters = meters;
  }

  /** The same expression, which from now on counts its work. */
  Expression of(Expression compiled) {
    visit(compiled);
    return compiled;
  }

  private void visit(Object part) {
    if (part == null || !seen.add(part)) {
      return;
    }
    if (part instanceof Map<?, ?> functions) {
      functions.values().forEach(this::visit);
    } else if (part.getClass().isArray() && !part.getClass().getComponentType().isPrimitive()) {
      visitElements((Object[]) part);
    } else if (part.getClass().getPackageName().equals(JSLT)) {
      for (Class<?> type = part.getClass(); type != Object.class; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
            visit(part, field);
          }
        }
      }
    }
  }

  private void visitElements(Object[] elements) {
    boolean replaces = elements.getClass().getComponentType() == ExpressionNode.class;
    for (int i = 0; i < elements.length; i++) {
      visit(elements[i]);
      if (replaces && elements[i] != null) {
        Array.set(elements, i, metered(elements[i]));
      }
    }
  }

  private void visit(Object part, Field field) {
    try {
      field.setAccessible(true);
      Object value = field.get(part);
      visit(value);
      if (field.getType() == ExpressionNode.class && value != null) {
        field.set(part, metered(value));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("JSLT has other fields: " + field, e);
    }
  }

  private Object metered(Object node) {
    return node instanceof MeteredNode ? node : new MeteredNode((ExpressionNode) node, meters);
  }
}
