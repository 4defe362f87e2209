/**
 * Pauses accounts whose provider's API does not work for them: blocked, wrong credentials, an
 * outage. Their messages wait without using attempts, and one call at a time probes whether the API
 * works again.
 *
 * <p>The entry points are {@link io.bellhop.provider.pause.AccountGate}, which a provider client
 * asks before a call, and {@link io.bellhop.provider.pause.AccountPauses}, which keeps the pauses
 * in the database for all nodes and across restarts.
 *
 * <p>May import: account, concurrent, config, event, inbox, store, time;
 *
 * <p>Lock order: a transaction that changes pauses takes the head of the event log first, then the
 * rows of the account's pauses, then those of its messages.
 */
package io.bellhop.provider.pause;
