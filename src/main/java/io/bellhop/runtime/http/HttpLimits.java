package io.bellhop.runtime.http;

import io.bellhop.config.Options;
import java.time.Duration;

/**
 * The time limits of clients, and the limits on their number.
 *
 * @param head from the first byte of a request, or from the connection, to the end of its head
 * @param body from the end of the head to the end of the body
 * @param idle between two requests
 * @param connections in all
 * @param perAddress of one address
 */
public record HttpLimits(
    Duration head, Duration body, Duration idle, int connections, int perAddress) {
  public static HttpLimits of(Options options) {
    return new HttpLimits(
        options.time("bellhop.http.head-timeout"),
        options.time("bellhop.http.body-timeout"),
        options.time("bellhop.http.idle-timeout"),
        options.number("bellhop.http.connections", 1, 1_000_000),
        options.number("bellhop.http.connections-per-address", 1, 1_000_000));
  }
}
