package io.bellhop.pipeline;

import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Asks a provider's API whether what was read before has changed since. It belongs to an exchange,
 * and to the one call that it makes.
 */
public final class ConditionalRead {
  /** The variable that says that nothing has changed, for the route that has asked. */
  public static final String UNCHANGED = "unchanged";

  private static final String PROPERTY = "bellhop.conditional";

  /**
   * What an earlier answer is known by.
   *
   * @param path with its query
   * @param headers of the call that asks whether it still stands
   */
  public record Validators(String path, Map<String, String> headers) {}

  private final Validators known;
  private Validators answered;
  private boolean unchanged;

  /**
   * @param known of the answer before; null if there is none that counts
   */
  public ConditionalRead(Validators known) {
    this.known = known;
  }

  public void on(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  /** Null if the call of an exchange is an ordinary one. */
  public static ConditionalRead of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, ConditionalRead.class);
  }

  /** What the call is sent with: nothing unless it reads what was read before. */
  public Map<String, String> headers(String path) {
    return known != null && known.path().equals(path) ? known.headers() : Map.of();
  }

  /**
   * Notes the answer.
   *
   * @param headers of the next call that asks; empty if the API names nothing to ask by
   */
  public void answered(String path, boolean isUnchanged, Map<String, String> headers) {
    unchanged = isUnchanged;
    answered = headers.isEmpty() ? null : new Validators(path, headers);
  }

  public boolean isUnchanged() {
    return unchanged;
  }

  /** What the answer is known by; null if the API names nothing. */
  public Validators validators() {
    return answered;
  }
}
