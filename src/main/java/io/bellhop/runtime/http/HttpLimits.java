package io.bellhop.runtime.http;

import io.bellhop.config.Options;
import java.time.Duration;

/**
 * How long clients may take, and how many of them there may be.
 *
 * @param head from the first byte of a request, or from the connection, to the end of its head
 * @param body from there to the end of its body
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
