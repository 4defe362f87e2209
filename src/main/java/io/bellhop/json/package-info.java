/**
 * Turns bytes into JSON, the one place where that is decided.
 *
 * <p>The door is {@link io.bellhop.json.Json}. It imports no other package of Bellhop.
 */
package io.bellhop.json;
