/**
 * Reads the lists of a provider's API for what webhooks have missed: everything the first time,
 * then what has changed, and now and then everything again to find what was deleted. Its pages and
 * records are messages of the inbox, so a sync goes on after a crash where it was, keeps the order
 * of records, and makes events of real differences alone. One sync of an account runs at a time,
 * whatever the number of nodes.
 */
package io.bellhop.provider.sync;
