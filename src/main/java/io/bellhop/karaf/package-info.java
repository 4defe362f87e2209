/** Bellhop as a bundle in Apache Karaf. Nothing outside this package knows of it, or of OSGi. */
package io.bellhop.karaf;
