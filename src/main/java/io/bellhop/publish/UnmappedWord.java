package io.bellhop.publish;

/**
 * A word of a provider that no mapping knows.
 *
 * @param field of the record that it stands for
 */
public record UnmappedWord(String field, String word) {}
