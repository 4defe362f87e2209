package io.bellhop.setup;

/**
 * An account or a subscription that the set-up will write.
 *
 * @param fields the names of the declared fields, for the audit record
 */
record PlannedEntry<T>(T wanted, String fields) {}
