/**
 * The Java part of the Kamelets in {@code kamelets/}: the beans of their templates, and what a
 * host's route declares by using one.
 *
 * <p>May import: concurrent, config, setup, store;
 */
package io.bellhop.kamelet;
