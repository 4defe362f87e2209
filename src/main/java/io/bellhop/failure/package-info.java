/**
 * The exceptions that decide what follows a failed message: retry later, publish a FAILURE, or dead
 * letter. All its types are public API of the package.
 *
 * <p>May import: nothing;
 */
package io.bellhop.failure;
