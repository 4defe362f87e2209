/**
 * The common parts of servers and clients: the guard that keeps calls out of the operator's own
 * network ({@link io.bellhop.net.AddressGuard}, {@link io.bellhop.net.DnsResolver}), the headers of
 * a request ({@link io.bellhop.net.RequestHeaders}), {@code Retry-After}, ports, and whether a URL
 * can be reached from outside.
 *
 * <p>May import: concurrent, config;
 */
package io.bellhop.net;
