/**
 * Sends hosts' messages to guests by their provider's API, at most once for each key of a caller:
 * {@link io.bellhop.message.GuestMessages} is the entry point. A provider's folder sends by a route
 * from the template bellhop-send-message.
 *
 * <p>May import: account, crypto, failure, inbox, pipeline, store;
 */
package io.bellhop.message;
