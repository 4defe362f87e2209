/**
 * How bytes become JSON, the one place where that is decided; and YAML that knows its lines.
 *
 * <p>Entry points: {@link io.bellhop.json.Json} makes mappers and reads bodies, {@link
 * io.bellhop.json.YamlNode} reads files that people write.
 *
 * <p>May import: nothing;
 */
package io.bellhop.json;
