/**
 * Integration accounts: who may send webhooks, what a verifier compares them with, and what opens
 * the provider's API. {@link io.bellhop.account.Accounts} is the entry point; packages with rows of
 * their own about an account implement {@link io.bellhop.account.AccountRows}. Credentials are
 * encrypted at rest and never appear in a log or a response; a listener token is 160 random bits.
 *
 * <p>No code reads accounts within a transaction: a caller that finds them changed reads them
 * again, under the lock of their cache, and wants a connection.
 *
 * <p>Lock order: a change locks the row of the account first and then those of the owners, in the
 * order of their list; a deletion begins with the owners.
 *
 * <p>May import: concurrent, config, crypto, json, net, store, validation;
 */
package io.bellhop.account;
