/**
 * Providers played over HTTP as the scripts in their folders say: fake REST APIs, true webhooks,
 * and the table that must come out.
 */
package io.bellhop.tool.demo;
