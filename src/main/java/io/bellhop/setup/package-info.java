/**
 * Accounts and subscriptions as a file, or as a route declares them: what it says is so when a hub
 * has started. It says nothing of what it does not name.
 */
package io.bellhop.setup;
