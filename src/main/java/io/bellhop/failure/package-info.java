/**
 * The exceptions that decide how Bellhop handles a failed message: it retries the message later,
 * emits a FAILURE, or makes it a dead letter. All its types are public API of the package.
 *
 * <p>May import: nothing;
 */
package io.bellhop.failure;
