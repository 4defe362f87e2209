/**
 * Accepts webhooks. It verifies the raw bytes before it parses them, answers 200 only when the
 * message is on disk, and never repeats the caller's input.
 *
 * <p>The entry points are {@link io.bellhop.ingest.WebhookRouter} for Bellhop's own HTTP server,
 * {@link io.bellhop.ingest.HooksRoute} for any other, {@link io.bellhop.ingest.ListenerProcessor},
 * the bean of the template bellhop-ingest, and {@link io.bellhop.ingest.Listeners}, which keeps the
 * settings of all providers.
 *
 * <p>May import: account, concurrent, config, crypto, inbox, ingest.verify, json, monitor, net,
 * store, tracing;
 */
package io.bellhop.ingest;
