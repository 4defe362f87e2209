/**
 * The Java half of the Kamelets in {@code kamelets/}: what a route of a host asks for by using one,
 * and the beans of their templates.
 */
package io.bellhop.kamelet;
