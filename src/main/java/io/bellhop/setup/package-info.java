/**
 * Accounts and subscriptions that a file, or a route, declares: after the start of a hub they match
 * the declaration, and everything that it does not name is unchanged. {@link
 * io.bellhop.setup.Setup} is the entry point.
 *
 * <p>Lock order: its row of {@code setting} before accounts and subscriptions.
 *
 * <p>May import: access, account, config, json, store, subscription, validation;
 */
package io.bellhop.setup;
