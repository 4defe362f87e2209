package io.bellhop.delivery.http;

import java.net.URI;
import java.util.Map;

/**
 * One HTTP request to a subscriber, complete.
 *
 * @param failing whether the subscriber has had nothing but failures of late
 */
record HttpPost(URI url, Map<String, String> headers, byte[] body, boolean failing) {}
