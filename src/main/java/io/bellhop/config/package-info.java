/**
 * The options of a hub: where they are read from, what they are called, and their typed values.
 *
 * <p>Door: {@link io.bellhop.config.Options}, {@link io.bellhop.config.ConfigException}; {@link
 * io.bellhop.config.Suggestions} for unknown names of any kind, {@link
 * io.bellhop.config.FormerNames} for deprecated ones. It imports no other package of Bellhop.
 */
package io.bellhop.config;
