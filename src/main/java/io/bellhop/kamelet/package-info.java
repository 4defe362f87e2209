/**
 * The Java half of the Kamelets in {@code kamelets/}: what a host's route asks for by using one,
 * and the beans of their templates.
 *
 * <p>May import: concurrent, config, setup, store;
 */
package io.bellhop.kamelet;
