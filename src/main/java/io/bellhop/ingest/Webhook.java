package io.bellhop.ingest;

import io.bellhop.net.RequestHeaders;

/**
 * An HTTP request to a listener, as it came.
 *
 * @param token what stood behind the provider in the listener URL
 * @param query of the URL, as it was written; empty for none
 * @param address who sent it; empty if the HTTP server does not tell
 */
public record Webhook(
    String method,
    String token,
    String query,
    RequestHeaders headers,
    byte[] body,
    String address) {}
