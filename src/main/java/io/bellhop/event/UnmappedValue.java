package io.bellhop.event;

/**
 * A word of a provider that no mapping knows.
 *
 * @param field of the record that it stands for
 */
public record UnmappedValue(String field, String word) {}
