package io.bellhop.ingest;

import java.util.UUID;

/**
 * An account whose webhooks Bellhop refuses repeatedly.
 *
 * @param times since it last accepted a webhook of the account, or since the start
 */
public record RefusedAccount(UUID account, String provider, long times, LastRefusal last) {}
