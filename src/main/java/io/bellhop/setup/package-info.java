/**
 * Accounts and webhooks as a file: what it says is so when a hub has started. It says nothing of
 * what it does not name.
 */
package io.bellhop.setup;
