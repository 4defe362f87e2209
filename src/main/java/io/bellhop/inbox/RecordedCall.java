package io.bellhop.inbox;

/**
 * A call of a provider's API on behalf of a message.
 *
 * @param path as in the route, with the names of ids in braces, so that it contains no id and no
 *     secret
 * @param status null if there was no answer
 */
public record RecordedCall(String method, String path, Integer status, long millis) {}
