package io.bellhop.delivery.http;

import io.bellhop.config.Options;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The options {@code bellhop.delivery.*}.
 *
 * @param retryScale the factor for the pauses between attempts
 * @param lease how long a node keeps a claim without renewing it
 * @param pollInterval how often an idle node polls the queue
 * @param disableAfter Bellhop switches a subscription off after it has had only failures for this
 *     long
 * @param secretRotationGrace how long the secret before the last rotation still signs
 */
public record DeliverySettings(
    Targets targets,
    Timeouts timeouts,
    double retryScale,
    Duration lease,
    Duration pollInterval,
    Duration disableAfter,
    Duration secretRotationGrace) {
  private static final String PREFIX = "bellhop.delivery.";

  /**
   * Where deliveries may go.
   *
   * @param allowPrivate whether a target may have any address
   * @param allowed ranges to allow although they are not public
   */
  public record Targets(boolean allowPrivate, List<String> allowed) {}

  /**
   * How long an attempt may take.
   *
   * @param connect the limit for the connection
   * @param whole the limit from the look-up of a name to the end of the answer
   */
  public record Timeouts(Duration connect, Duration whole) {}

  public static DeliverySettings of(Options options) {
    return new DeliverySettings(
        new Targets(
            options.isTrue(PREFIX + "allow-private"),
            Pattern.compile(",")
                .splitAsStream(options.text(PREFIX + "allowed-addresses"))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .toList()),
        new Timeouts(
            options.time(PREFIX + "connect-timeout"), options.time(PREFIX + "response-timeout")),
        options.decimal(PREFIX + "retry-scale", 0, 1000),
        options.time(PREFIX + "lease"),
        options.time(PREFIX + "poll-interval"),
        options.time(PREFIX + "disable-after"),
        options.time(PREFIX + "secret-rotation-grace"));
  }

  public DeliverySettings withDisableAfter(Duration time) {
    return new DeliverySettings(
        targets, timeouts, retryScale, lease, pollInterval, time, secretRotationGrace);
  }
}
