/**
 * Erases a guest's personal data: {@link io.bellhop.privacy.Erasures} is the entry point. Packages
 * with personal data in their tables read and replace it themselves; this one knows which fields
 * are personal, and which records belong to a guest.
 *
 * <p>Lock order: as that of events; a transaction that replaces snapshots takes the log's head
 * first.
 *
 * <p>May import: account, concurrent, delivery, event, inbox, json, store, validation;
 */
package io.bellhop.privacy;
