/**
 * The options of a hub: their sources, their names and their typed values.
 *
 * <p>Entry points: {@link io.bellhop.config.Options} and {@link io.bellhop.config.ConfigException};
 * {@link io.bellhop.config.Suggestions} for unknown names of any kind, {@link
 * io.bellhop.config.FormerNames} for deprecated ones.
 *
 * <p>May import: nothing;
 */
package io.bellhop.config;
