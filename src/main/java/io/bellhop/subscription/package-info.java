/**
 * The subscriptions: who wants which events, and where they go. Their secrets and headers are
 * encrypted at rest. What another node changed counts from its commit on.
 */
package io.bellhop.subscription;
