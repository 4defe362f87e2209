package io.bellhop.routes.jslt;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Puts other parts in the place of those of a compiled expression. JSLT 0.1.14 has no way to bound
 * or to watch a run, and keeps its parts in private fields; this is the one place that knows them.
 * A version with other fields fails in BoundedJsltTest and LenientRewriterTest.
 */
final class ExpressionRewriter {
  /** What stands in the place of a part. */
  @FunctionalInterface
  interface Replacement {
    /**
     * @param within what the part belongs to
     * @param role the field of it that holds the part
     * @param index where the part stands, if it is one of several
     * @return the part itself if it stays
     */
    ExpressionNode of(Object within, String role, int index, ExpressionNode part);
  }

  private static final String JSLT = ExpressionNode.class.getPackageName();

  private final Replacement replacement;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  ExpressionRewriter(Replacement replacement) {
    this.replacement = replacement;
  }

  /** The same expression, with the other parts from now on. */
  Expression of(Expression compiled) {
    visit(compiled);
    return compiled;
  }

  /** What a part keeps in a private field. */
  static Object read(Object part, String name) {
    for (Class<?> type = part.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return value(part, field);
        }
      }
    }
    throw new IllegalStateException("JSLT has other fields than " + name);
  }

  private static Object value(Object part, Field field) {
    try {
      field.setAccessible(true);
      return field.get(part);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("JSLT has other fields: " + field, e);
    }
  }

  private void visit(Object part) {
    if (part == null || !seen.add(part)) {
      return;
    }
    if (part instanceof Map<?, ?> functions) {
      functions.values().forEach(this::visit);
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

  private void visit(Object part, Field field) {
    try {
      field.setAccessible(true);
      Object value = field.get(part);
      if (value instanceof Object[] elements) {
        visit(part, field, elements);
        return;
      }
      visit(value);
      if (field.getType() == ExpressionNode.class && value != null) {
        field.set(part, replacement.of(part, field.getName(), 0, (ExpressionNode) value));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("JSLT has other fields: " + field, e);
    }
  }

  private void visit(Object part, Field field, Object[] elements) {
    boolean replaces = elements.getClass().getComponentType() == ExpressionNode.class;
    if (!seen.add(elements)) {
      return;
    }
    for (int i = 0; i < elements.length; i++) {
      visit(elements[i]);
      if (replaces && elements[i] != null) {
        elements[i] = replacement.of(part, field.getName(), i, (ExpressionNode) elements[i]);
      }
    }
  }
}
