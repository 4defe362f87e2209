/**
 * The HTTP server of a process: the requests that it accepts, and those that it rejects before an
 * HTTP parser reads them.
 *
 * <p>Entry points: {@link io.bellhop.runtime.http.HubHttpServer}.
 *
 * <p>May import: api, concurrent, config, ingest, net;
 */
package io.bellhop.runtime.http;
