package io.bellhop.event;

/**
 * A word of a provider that no mapping knows.
 *
 * @param field the field of the record
 */
public record UnmappedValue(String field, String word) {}
