package io.bellhop.inbox;

/**
 * A call of a provider's API on behalf of a message.
 *
 * @param path as the route writes it, with the names of ids in braces: it has no id and no secret
 * @param status null if there was no answer
 */
public record RecordedCall(String method, String path, Integer status, long millis) {}
