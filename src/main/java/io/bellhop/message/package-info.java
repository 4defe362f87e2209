/**
 * Sends messages of hosts to guests by their provider's API, at most once for each key that a
 * caller gives: {@link io.bellhop.message.GuestMessages} is the entry point. How a provider takes a
 * message, a route of its folder says, made from the template bellhop-send-message.
 *
 * <p>May import: account, crypto, failure, inbox, pipeline, store;
 */
package io.bellhop.message;
