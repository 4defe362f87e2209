package io.bellhop.provider.client;

import java.util.Map;

/**
 * A request to a provider's API, safe to be made: nothing of a payload but ids is in path and
 * headers.
 *
 * @param path path and query
 * @param part what all calls like this one have in common: the path as the route writes it
 * @param headers besides those that every call has
 * @param body JSON; null for none
 */
record ApiCall(String method, String path, String part, Map<String, String> headers, String body) {
  boolean reads() {
    return method.equals("GET");
  }

  /** Never the rest: this text may reach a log. */
  @Override
  public String toString() {
    return method;
  }
}
