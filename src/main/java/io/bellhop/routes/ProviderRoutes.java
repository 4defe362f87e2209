package io.bellhop.routes;

import org.apache.camel.RoutesBuilder;

/**
 * A provider's routes in Java instead of YAML: a {@link org.apache.camel.builder.RouteBuilder} that
 * uses the same templates and ends in the same routes. Bellhop finds it by {@link
 * java.util.ServiceLoader} on the class path, or in the registry of the hub's Camel context; use
 * only one of the two. A host that adds RoutesBuilder beans to its context by itself, as Spring
 * Boot does, must exclude it, because only the hub knows when the templates are loaded.
 */
public interface ProviderRoutes extends RoutesBuilder {}
