/**
 * Load over HTTP, and the bare server that is the baseline for the hub.
 *
 * <p>Entry points: {@link io.bellhop.tool.bench.Bench}.
 *
 * <p>May import: config, queue, routes, runtime, store, tool.fixture;
 */
package io.bellhop.tool.bench;
