/**
 * The only place where Bellhop parses bytes as JSON, and YAML with line numbers.
 *
 * <p>Entry points: {@link io.bellhop.json.Json} creates mappers and reads bodies, {@link
 * io.bellhop.json.YamlNode} reads files that people write.
 *
 * <p>May import: nothing;
 */
package io.bellhop.json;
