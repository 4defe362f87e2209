/**
 * JSLT as a Camel language, with the functions that records need: exact money, dates, times in UTC.
 * It compiles a mapping once, when Camel builds its route. What a mapping cannot read is absent in
 * the record, never made up.
 *
 * <p>The entry points are {@link io.bellhop.routes.jslt.JsltLanguage} and, for expressions of users
 * of the API, {@link io.bellhop.routes.jslt.BoundedJslt}, which bounds what each run may do. {@link
 * io.bellhop.routes.jslt.MappingListener} is for the check of route folders.
 *
 * <p>May import: config, event, failure, json, pipeline, time;
 */
package io.bellhop.routes.jslt;
