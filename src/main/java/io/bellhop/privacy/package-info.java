/**
 * Erases what is stored of a guest: {@link io.bellhop.privacy.Erasures} is the entry point.
 * Packages with personal data in their tables read and replace it themselves, and this one knows
 * which fields are personal, and which records are a guest's.
 *
 * <p>Lock order: as that of events; a transaction that replaces snapshots takes the log's head
 * first.
 *
 * <p>May import: account, concurrent, delivery, event, inbox, json, store, validation;
 */
package io.bellhop.privacy;
