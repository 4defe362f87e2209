/**
 * Bellhop as a bundle in Apache Karaf. No other package imports this one or OSGi.
 *
 * <p>May import: (root), config;
 */
package io.bellhop.karaf;
