package io.bellhop.ingest;

/**
 * The path of a listener URL.
 *
 * @param token identifies the account
 */
public record ListenerPath(String provider, String token) {}
