package io.bellhop.delivery.http;

import java.net.URI;
import java.util.Map;

/** One HTTP request to a subscriber, complete. */
record HttpPost(URI url, Map<String, String> headers, byte[] body) {}
