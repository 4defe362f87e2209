/**
 * The documentation as a product: pages that are generated from the option files, the routes and
 * the fixtures, and tests that hold the others to what the code does.
 */
package io.bellhop.docs;
