/**
 * Reads the folders of providers' routes and loads them into a Camel context: at the start, or
 * folder by folder while the hub serves. If it cannot use a file, it logs one line with the place
 * and keeps the previous routes.
 *
 * <p>The entry points are {@link io.bellhop.routes.RouteFolders}, {@link
 * io.bellhop.routes.RouteLoader} and {@link io.bellhop.routes.RouteReload}; {@link
 * io.bellhop.routes.ProviderRoutes} is for routes in Java.
 *
 * <p>May import: concurrent, config, ingest, provider.client, provider.sync, routes.jslt;
 */
package io.bellhop.routes;
