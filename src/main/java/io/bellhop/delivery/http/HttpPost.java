package io.bellhop.delivery.http;

import java.net.URI;
import java.util.Map;

/**
 * A complete HTTP request to a subscriber.
 *
 * @param failing whether all recent attempts to reach the subscriber failed
 */
record HttpPost(URI url, Map<String, String> headers, byte[] body, boolean failing) {}
