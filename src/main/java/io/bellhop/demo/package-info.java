/**
 * Two providers played over HTTP: fake REST APIs, true webhooks, and the table that must come out.
 * The only package that knows providers by name; tests and the benchmark use its fake API and
 * senders.
 */
package io.bellhop.demo;
