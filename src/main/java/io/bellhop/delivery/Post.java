package io.bellhop.delivery;

import java.net.URI;
import java.util.Map;

/** One HTTP request to a subscriber, complete. */
record Post(URI url, Map<String, String> headers, byte[] body) {}
