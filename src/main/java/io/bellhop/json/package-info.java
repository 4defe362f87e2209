/** How bytes become JSON, the one place where that is decided. */
package io.bellhop.json;
