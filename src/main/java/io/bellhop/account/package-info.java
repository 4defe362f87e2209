/**
 * Integration accounts: who may send webhooks, the values that a verifier compares with them, and
 * the credentials for the provider's API. {@link io.bellhop.account.Accounts} is the entry point;
 * packages with their own rows of an account implement {@link io.bellhop.account.AccountRows}.
 * Credentials are encrypted at rest and never appear in a log or a response; a listener token is
 * 160 random bits.
 *
 * <p>No code reads accounts within a transaction, because a caller that finds them changed reads
 * them again, under the lock of their cache and with another connection.
 *
 * <p>Lock order: a change locks the row of the account first and then those of the owners, in the
 * order of their list; a deletion locks those of the owners first.
 *
 * <p>May import: concurrent, config, crypto, json, net, store, validation;
 */
package io.bellhop.account;
