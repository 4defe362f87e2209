package io.bellhop.delivery.http;

import io.bellhop.config.Options;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The options {@code bellhop.delivery.*}.
 *
 * @param allowPrivate whether a target may have any address
 * @param allowedAddresses ranges that will do though they are not public
 * @param retryScale what the pauses between attempts are multiplied by
 * @param connect time for a connection
 * @param whole time from the look-up of a name to the end of the answer
 * @param lease how long work belongs to a node that shows no life
 * @param idle pause between two looks at an idle queue
 * @param patience after so long with nothing but failures a subscription is switched off
 * @param rotation how long the secret before the last rotation still signs
 */
public record DeliverySettings(
    boolean allowPrivate,
    List<String> allowedAddresses,
    double retryScale,
    Duration connect,
    Duration whole,
    Duration lease,
    Duration idle,
    Duration patience,
    Duration rotation) {
  private static final String PREFIX = "bellhop.delivery.";

  public static DeliverySettings of(Options options) {
    return new DeliverySettings(
        options.isTrue(PREFIX + "allow-private"),
        Pattern.compile(",")
            .splitAsStream(options.text(PREFIX + "allowed-addresses"))
            .map(String::strip)
            .filter(range -> !range.isEmpty())
            .toList(),
        options.decimal(PREFIX + "retry-scale", 0, 1000),
        options.time(PREFIX + "connect-timeout"),
        options.time(PREFIX + "response-timeout"),
        options.time(PREFIX + "lease"),
        options.time(PREFIX + "poll-interval"),
        options.time(PREFIX + "disable-after"),
        options.time(PREFIX + "secret-rotation-grace"));
  }
}
