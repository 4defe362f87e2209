/**
 * The HTTP API: {@link io.bellhop.api.ApiRoutes} is the entry point. Every call is authenticated
 * first, and errors never repeat values of the request. Reads go through camel-jdbc with named
 * parameters, so no value of a request becomes part of an SQL text. Only {@code runtime} may import
 * this package.
 *
 * <p>May import: access, account, calendar, config, connect, crypto, delivery, delivery.http,
 * event, failure, identity, inbox, ingest, json, message, monitor, net, privacy, provider.client,
 * provider.registration, provider.sync, replay, store, subscription, time, validation;
 */
package io.bellhop.api;
