/**
 * Subscriptions: their events, and where Bellhop delivers these. {@link
 * io.bellhop.subscription.Subscriptions} is the entry point; the package that queues deliveries
 * implements {@link io.bellhop.subscription.SubscriptionRows}. Secrets and headers are encrypted at
 * rest. A change by another node has an effect from its commit on.
 *
 * <p>Lock order: a deletion locks the head of the event log, then the subscription, then the order
 * keys of its deliveries, sorted.
 *
 * <p>May import: account, config, net, routes.jslt, store, validation;
 */
package io.bellhop.subscription;
