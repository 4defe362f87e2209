package io.bellhop.ingest;

import io.bellhop.net.RequestHeaders;

/**
 * An HTTP request to a listener, as received.
 *
 * @param token the part after the provider in the listener URL
 * @param query of the URL, as written; empty for none
 * @param address of the sender; empty if the HTTP server does not provide it
 */
public record Webhook(
    String method,
    String token,
    String query,
    RequestHeaders headers,
    byte[] body,
    String address) {}
