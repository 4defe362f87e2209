package io.bellhop.journal;

/**
 * The location of a record.
 *
 * @param segment the number of its file's first record, which names the file
 * @param offset of the record in the file, in bytes
 * @param length of the record's content, in bytes
 */
public record RecordLocation(long segment, long offset, int length) {}
