/** Load over HTTP, and the bare server that the hub is measured against. */
package io.bellhop.tool.bench;
