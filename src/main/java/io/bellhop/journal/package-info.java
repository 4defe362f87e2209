/**
 * An append-only log in files: what {@link io.bellhop.journal.Journal#append} returns from is on
 * disk, in order, until it is released. It knows nothing of what its records hold.
 *
 * <p>Entry points: {@link io.bellhop.journal.Journal}, {@link io.bellhop.journal.RecordLocation} of
 * a record, {@link io.bellhop.journal.JournalFailedException}.
 *
 * <p>May import: store;
 */
package io.bellhop.journal;
