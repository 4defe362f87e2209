/**
 * Plays providers over HTTP by the scripts in their folders: fake REST APIs, true webhooks, and the
 * table that must come out.
 *
 * <p>Entry points: {@link io.bellhop.tool.demo.Demo}.
 *
 * <p>May import: config, routes, tool.fixture;
 */
package io.bellhop.tool.demo;
