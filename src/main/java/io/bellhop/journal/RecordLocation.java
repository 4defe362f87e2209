package io.bellhop.journal;

/**
 * Where a record lies.
 *
 * @param segment the number of its first record, by which its file is known
 * @param offset of the record in the file, in bytes
 * @param length of the record's content, in bytes
 */
public record RecordLocation(long segment, long offset, int length) {}
