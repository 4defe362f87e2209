/**
 * Accounts whose provider's API does not work for them: blocked, wrong credentials, an outage.
 * Their messages wait without costing tries, and one call at a time finds out whether it works
 * again. {@link io.bellhop.provider.pause.AccountGate} is what a provider client asks before a
 * call, {@link io.bellhop.provider.pause.AccountPauses} keeps the pauses in the database, for all
 * nodes and over restarts.
 */
package io.bellhop.provider.pause;
