/**
 * Moves all that a hub has from H2 to PostgreSQL. Which tables and columns there are is read from
 * the databases, so that none can be forgotten.
 *
 * <p>Entry points: {@link io.bellhop.tool.migrate.Migration}.
 *
 * <p>May import: account, config, inbox, runtime, store;
 */
package io.bellhop.tool.migrate;
