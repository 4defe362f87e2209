package io.bellhop.routes;

import org.apache.camel.RoutesBuilder;

/**
 * A provider's routes in Java instead of YAML: a {@link org.apache.camel.builder.RouteBuilder} that
 * uses the same templates and ends in the same routes. It is found by {@link
 * java.util.ServiceLoader} on the class path, or in the registry of the context that the hub is
 * installed in; not both. A host that finds RoutesBuilder beans by itself (Spring Boot does) must
 * leave this one out, since only the hub knows when the templates are there.
 */
public interface ProviderRoutes extends RoutesBuilder {}
