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
 * Replaces parts of a compiled expression. JSLT 0.1.14 offers no way to limit or observe a run, and
 * keeps its parts in private fields; only this class knows them. If another version has other
 * fields, BoundedJsltTest and LenientRewriterTest fail.
 */
final class ExpressionRewriter {
  /** Chooses the replacement of a part. */
  @FunctionalInterface
  interface Replacement {
    /**
     * @param within the part's parent
     * @param role the parent's field that holds the part
     * @param index the position of the part in a list or an array
     * @return the part itself to keep it
     */
    ExpressionNode of(Object within, String role, int index, ExpressionNode part);
  }

  private static final String JSLT = ExpressionNode.class.getPackageName();

  private final Replacement replacement;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  ExpressionRewriter(Replacement replacement) {
    this.replacement = replacement;
  }

  /** Rewrites an expression in place and returns it. */
  Expression of(Expression compiled) {
    visit(compiled);
    return compiled;
  }

  /** The value of a private field of a part. */
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
