/**
 * How Bellhop is run: as a program ({@link io.bellhop.Bellhop}), or in the CamelContext of a host
 * application ({@link io.bellhop.EmbeddedHub}). It promises that nothing else of the context is
 * changed, and that no thread outlives it.
 *
 * <p>Entry points: these two classes. Only the first of them knows the tools, and it is not in the
 * bundle.
 *
 * <p>May import: config, routes, runtime, store, tool.cli;
 */
package io.bellhop;
