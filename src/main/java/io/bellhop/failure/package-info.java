/**
 * The exceptions that decide what follows a failed message: retry later, publish a FAILURE, or dead
 * letter. All types are public, and the package imports nothing of Bellhop.
 */
package io.bellhop.failure;
