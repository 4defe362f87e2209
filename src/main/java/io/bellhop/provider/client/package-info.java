/**
 * Calls a provider's REST API for routes, with an account's credentials and within the provider's
 * limits. Every call ends in an answer, in a permanent refusal, or in the time of a retry. Only ids
 * and times of a payload get into a URL or a header.
 *
 * <p>The entry points are {@link io.bellhop.provider.client.ApiProcessor}, the bean of the template
 * bellhop-api, and {@link io.bellhop.provider.client.ApiClients}, which opens the clients.
 *
 * <p>May import: account, config, crypto, failure, inbox, json, monitor, net, pipeline,
 * provider.pause, provider.ratelimit, provider.registration, queue, store, tracing;
 *
 * <p>Lock order: the lock of an account's token in this node, then the row of that token. A thread
 * that holds them takes no permit of a rate limit.
 */
package io.bellhop.provider.client;
