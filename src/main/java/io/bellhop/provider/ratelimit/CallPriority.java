package io.bellhop.provider.ratelimit;

/**
 * The priority of a caller of an API.
 *
 * @param background whether the caller can wait, so that others go first
 * @param begun whether the caller has made calls for the same message that a retry would have to
 *     repeat
 * @param asked whether a person waits for the answer, so that Bellhop calls even while the account
 *     is paused
 */
public record CallPriority(boolean background, boolean begun, boolean asked) {}
