/**
 * How Bellhop is run: as a program ({@link io.bellhop.Bellhop}, {@link
 * io.bellhop.runtime.StandaloneServer}), or in a CamelContext that somebody else owns ({@link
 * io.bellhop.EmbeddedHub}). Both have a {@link io.bellhop.runtime.Hub}, which makes the parts and
 * brings routes and beans into the context, all with prefixed names. It promises that nothing else
 * of the context is changed, and that no thread outlives it.
 */
package io.bellhop;
