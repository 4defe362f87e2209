/**
 * JSLT as a Camel language, with the functions that records need: exact money, dates, times in UTC.
 * It compiles a mapping once, when Camel builds its route. If a mapping cannot read a value, the
 * record omits it.
 *
 * <p>The entry points are {@link io.bellhop.routes.jslt.JsltLanguage} and, for the expressions of
 * API users, {@link io.bellhop.routes.jslt.BoundedJslt}, which limits each run. {@link
 * io.bellhop.routes.jslt.MappingListener} is for the check of route folders.
 *
 * <p>May import: config, event, failure, json, pipeline, time;
 */
package io.bellhop.routes.jslt;
