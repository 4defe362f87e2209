package io.bellhop.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.routes.jslt.BoundedJslt;
import java.util.Objects;

/**
 * The filter and the transform of a subscription: two expressions in JSLT, of which the second may
 * be one of {@link BuiltInTransforms}. Bellhop compiles them at first use and keeps them for this
 * version of the subscription. Thread-safe.
 */
public final class Shape {
  public static final Shape NONE = new Shape(null, null);

  /** One of the expressions has failed. */
  public static final class FailedException extends Exception {
    private final String quoting;

    FailedException(String field, String message, String quoting) {
      super(field + ", " + message);
      this.quoting = field + ", " + quoting;
    }

    /** The message with JSLT's own text, which may quote the event: not for logs or tables. */
    public String quoting() {
      return quoting;
    }
  }

  private final String filter;
  private final String transform;
  private BoundedJslt compiledFilter;
  private BoundedJslt compiledTransform;

  /**
   * @param filter true for events to deliver; null for all
   * @param transform makes the body from the event, or is the name of a built-in transform; null to
   *     use the event as the body
   */
  public Shape(String filter, String transform) {
    this.filter = filter;
    this.transform = transform;
  }

  public String filter() {
    return filter;
  }

  public String transform() {
    return transform;
  }

  /** The fault of a transform; null if it compiles, or names a built-in one. */
  static String transformFault(String transform) {
    return BuiltInTransforms.isName(transform)
        ? BuiltInTransforms.fault(transform)
        : fault(transform);
  }

  /** The fault of an expression; null if it compiles. */
  static String fault(String expression) {
    try {
      new BoundedJslt(expression);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** Whether every event is delivered unchanged. */
  public boolean isNone() {
    return filter == null && transform == null;
  }

  public boolean wants(JsonNode event) throws FailedException {
    if (!BuiltInTransforms.fits(transform, event)) {
      return false;
    }
    if (filter == null) {
      return true;
    }
    try {
      return compiledFilter().isTrue(event);
    } catch (BoundedJslt.FailedException e) {
      throw new FailedException("filter", e.getMessage(), e.quoting());
    } catch (IllegalArgumentException e) {
      throw new FailedException("filter", e.getMessage(), e.getMessage());
    }
  }

  /** The body for an event; the event itself without a transform. */
  public JsonNode transform(JsonNode event) throws FailedException {
    if (transform == null) {
      return event;
    }
    try {
      JsonNode body = compiledTransform().apply(event);
      if (body == null || !body.isContainerNode()) {
        throw failed("gives no object and no array");
      }
      return body;
    } catch (BoundedJslt.FailedException e) {
      throw new FailedException("transform", e.getMessage(), e.quoting());
    } catch (IllegalArgumentException e) {
      throw failed(e.getMessage());
    }
  }

  /** The transform's result cannot be sent. */
  public static FailedException failed(String message) {
    return new FailedException("transform", message, message);
  }

  /**
   * A stored expression compiled when it was stored, but another version of Bellhop may have other
   * functions.
   */
  private synchronized BoundedJslt compiledFilter() {
    if (compiledFilter == null) {
      compiledFilter = new BoundedJslt(filter);
    }
    return compiledFilter;
  }

  private synchronized BoundedJslt compiledTransform() {
    if (compiledTransform == null) {
      compiledTransform = new BoundedJslt(BuiltInTransforms.expression(transform));
    }
    return compiledTransform;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape
        && Objects.equals(filter, shape.filter)
        && Objects.equals(transform, shape.transform);
  }

  @Override
  public int hashCode() {
    return Objects.hash(filter, transform);
  }
}
