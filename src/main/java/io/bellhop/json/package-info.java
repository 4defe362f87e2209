/**
 * Turns bytes into JSON, the one place where that is decided.
 *
 * <p>The door is {@link io.bellhop.json.Json}.
 *
 * <p>May import: nothing;
 */
package io.bellhop.json;
