/**
 * Sends events to Camel endpoints that the operator has configured. The entry point is {@link
 * io.bellhop.delivery.sink.Sinks}.
 *
 * <p>May import: concurrent, config, delivery.http, subscription, tracing;
 */
package io.bellhop.delivery.sink;
