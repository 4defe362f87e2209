/**
 * Events on their way to subscribers: who gets what is decided in the transaction that publishes,
 * then each subscription is served in a lane of its own, in order for each record. What was queued
 * ends as delivered or as dead, through every crash; each attempt is signed anew and noted. No
 * address that is not public is called unless the operator allows it.
 */
package io.bellhop.delivery;
