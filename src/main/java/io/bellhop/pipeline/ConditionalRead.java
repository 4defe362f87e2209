package io.bellhop.pipeline;

import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Asks a provider's API whether an earlier answer has changed since. It belongs to one exchange,
 * and to the one call that this makes.
 */
public final class ConditionalRead {
  /** The variable that tells the route that nothing has changed. */
  public static final String UNCHANGED = "unchanged";

  private static final String PROPERTY = "bellhop.conditional";

  /**
   * The validators of an earlier answer.
   *
   * @param path with its query
   * @param headers for the next call, which asks whether the answer has changed
   */
  public record Validators(String path, Map<String, String> headers) {}

  private final Validators known;
  private Validators answered;
  private boolean unchanged;

  /**
   * @param known the validators of the earlier answer; null if there is no valid one
   */
  public ConditionalRead(Validators known) {
    this.known = known;
  }

  public void on(Exchange exchange) {
    exchange.setProperty(PROPERTY, this);
  }

  /** The conditional read of an exchange; null for an ordinary call. */
  public static ConditionalRead of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, ConditionalRead.class);
  }

  /** The headers for a call of this path; empty unless it repeats the earlier call. */
  public Map<String, String> headers(String path) {
    return known != null && known.path().equals(path) ? known.headers() : Map.of();
  }

  /**
   * Notes the answer.
   *
   * @param headers for the next call; empty if the API returned no validators
   */
  public void answered(String path, boolean isUnchanged, Map<String, String> headers) {
    unchanged = isUnchanged;
    answered = headers.isEmpty() ? null : new Validators(path, headers);
  }

  public boolean isUnchanged() {
    return unchanged;
  }

  /** The validators of the answer; null if the API returned none. */
  public Validators validators() {
    return answered;
  }
}
