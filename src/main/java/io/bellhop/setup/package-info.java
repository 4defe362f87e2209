/**
 * Accounts and subscriptions that a file, or a route, declares: when a hub has started, they are as
 * declared, and everything that the declaration does not name is as before. {@link
 * io.bellhop.setup.Setup} is the entry point.
 *
 * <p>Lock order: its row of {@code setting} before accounts and subscriptions.
 *
 * <p>May import: access, account, config, json, store, subscription, validation;
 */
package io.bellhop.setup;
