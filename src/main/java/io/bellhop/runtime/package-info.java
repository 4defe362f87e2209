/**
 * Creates and connects the parts of a hub, and starts and stops them in the right order.
 *
 * <p>Entry points: {@link io.bellhop.runtime.Hub} is the life cycle in a CamelContext. {@link
 * io.bellhop.runtime.StandaloneServer} runs it as a process, {@link
 * io.bellhop.runtime.EmbeddedStartup} in a host. The parts know nothing of this package.
 *
 * <p>May import: access, account, api, calendar, concurrent, config, connect, console, delivery,
 * delivery.http, event, identity, inbox, ingest, journal.kafka, json, kamelet, message, monitor,
 * monitor.inactivity, net, pipeline, privacy, provider.client, provider.pause, provider.ratelimit,
 * provider.registration, provider.sync, replay, retention, routes, routes.jslt, runtime.http,
 * setup, store, subscription, tracing;
 */
package io.bellhop.runtime;
