/**
 * Reads the lists of providers' APIs to find changes without a webhook: everything the first time,
 * then changes, and from time to time everything again to find deleted records.
 *
 * <p>Pages and entries are messages of the inbox, so a sync continues after a crash where it
 * stopped, keeps the order of records, and emits events only for real differences. One sync of an
 * account runs at a time, whatever the number of nodes.
 *
 * <p>Entry points: {@link io.bellhop.provider.sync.Syncs} starts syncs and returns their state,
 * {@link io.bellhop.provider.sync.ListSteps} is the bean of the template {@code bellhop-sync},
 * {@link io.bellhop.provider.sync.ProviderLists} contains the declarations of folders.
 *
 * <p>May import: account, concurrent, config, crypto, event, failure, inbox, ingest, json, monitor,
 * pipeline, queue, store, time;
 *
 * <p>Lock order: the event log's head, then the account's row in {@code sync}, then order keys of
 * the inbox when it stores a page; within a publishing transaction the keys are already locked.
 */
package io.bellhop.provider.sync;
