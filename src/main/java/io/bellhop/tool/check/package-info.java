/**
 * The check of route folders. Rules look at files that are parsed with their lines; the fixtures
 * are sent to a hub in this process. A start runs the rules too.
 *
 * <p>Entry points: {@link io.bellhop.tool.check.Check} and {@link
 * io.bellhop.tool.check.StaticCheck}.
 *
 * <p>May import: account, config, crypto, ingest, json, pipeline, provider.client,
 * provider.registration, provider.sync, routes, routes.jslt, runtime, tool.fixture;
 */
package io.bellhop.tool.check;
