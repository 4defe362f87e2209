package io.bellhop.setup;

/**
 * An account or a subscription that the set-up will write.
 *
 * @param fields the names of what the declaration gives, for the audit record
 */
record PlannedEntry<T>(T wanted, String fields) {}
