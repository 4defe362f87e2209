/**
 * The console at {@code /console}: {@link io.bellhop.console.ConsoleRoutes} is the entry point. It
 * reads and changes everything through calls of the API, with the key that signed in, so that what
 * a key may do is decided in one place. It answers with whole pages made from the templates in
 * {@code src/main/jte/console}; its script only refreshes what is on the screen. Only {@code
 * runtime} may import this package.
 *
 * <p>May import: account, config, connect, crypto, net, provider.client, provider.registration,
 * provider.sync, store;
 */
package io.bellhop.console;
