/**
 * What provider routes are made of: {@link io.bellhop.pipeline.RouteDispatcher} sends messages into
 * them, and the named beans and languages beside it are called from their YAML. Java knows no
 * provider by name; what one needs is a parameter of a template or a property of a bean. Everything
 * a route says of a claim is committed together, after the route has ended.
 */
package io.bellhop.pipeline;
