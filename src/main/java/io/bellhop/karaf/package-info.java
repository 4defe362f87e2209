/**
 * Bellhop as a bundle in Apache Karaf. No other package imports this one, or OSGi. It may import config
 * and the embedded hub.
 */
package io.bellhop.karaf;
