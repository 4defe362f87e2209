package io.bellhop.ingest;

import java.util.UUID;

/**
 * An account whose webhooks are refused again and again.
 *
 * @param times since it last sent one that was taken, or since the start
 */
public record RefusedAccount(UUID account, String provider, long times, LastRefusal last) {}
