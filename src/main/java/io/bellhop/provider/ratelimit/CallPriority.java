package io.bellhop.provider.ratelimit;

/**
 * Who calls an API.
 *
 * @param background whether it has time: others go first
 * @param begun whether it has called before for the same delivery, and would have to do so again
 * @param asked whether a person waits for the answer: the call is made whatever is paused
 */
public record CallPriority(boolean background, boolean begun, boolean asked) {}
