/**
 * The folders that providers' routes are read from, and how they come into a Camel context: at the
 * start, or folder by folder while the hub serves. What cannot be used is said in one line with its
 * place, and what served before goes on.
 */
package io.bellhop.routes;
