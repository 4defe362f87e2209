/**
 * The HTTP API: {@link io.bellhop.api.ApiRoutes} is the door. Every call shows the key first; what
 * a caller sent is never repeated in an error. Reads go through camel-jdbc with named parameters,
 * so no value of a request ever becomes part of an SQL text.
 */
package io.bellhop.api;
