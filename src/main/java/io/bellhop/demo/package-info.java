/**
 * Providers played over HTTP: fake REST APIs, true webhooks, and the table that must come out. The
 * only package that knows providers by name.
 */
package io.bellhop.demo;
