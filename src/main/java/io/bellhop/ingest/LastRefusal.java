package io.bellhop.ingest;

import java.time.Instant;

/**
 * The last webhook of an account that Bellhop refused.
 *
 * @param reason a sentence without secrets and without anything of the body
 */
public record LastRefusal(String reason, Instant at) {}
