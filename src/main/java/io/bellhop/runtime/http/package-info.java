/**
 * The HTTP server of a process: what it accepts from the network, and what it refuses before an
 * HTTP parser reads it.
 *
 * <p>Entry points: {@link io.bellhop.runtime.http.HubHttpServer}.
 *
 * <p>May import: api, concurrent, config, ingest, net;
 */
package io.bellhop.runtime.http;
