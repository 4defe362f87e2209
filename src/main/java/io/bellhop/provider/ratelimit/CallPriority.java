package io.bellhop.provider.ratelimit;

/**
 * Who calls an API.
 *
 * @param background whether it can wait: others go first
 * @param begun whether it has called before for the same message, and would have to repeat those
 *     calls
 * @param asked whether a person waits for the answer: Bellhop then calls even while the account is
 *     paused
 */
public record CallPriority(boolean background, boolean begun, boolean asked) {}
