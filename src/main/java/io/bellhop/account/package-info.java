/**
 * Integration accounts: who may send, what proves it, and what opens the provider's API. {@link
 * io.bellhop.account.Accounts} is the door. Credentials are encrypted wherever they rest and never
 * appear in a log or an answer; a listener token is 160 random bits.
 */
package io.bellhop.account;
