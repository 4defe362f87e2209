/** The HTTP server of a hub: what it takes off the wire, and what it does not. */
package io.bellhop.runtime.http;
