/**
 * The one database, H2 or PostgreSQL: its pool, its schema, durable transactions, and the meaning
 * of its errors. The entry points are {@link io.bellhop.store.Database}, {@link
 * io.bellhop.store.Sql} for statements, {@link io.bellhop.store.Dialect} for the differences
 * between the two, and {@link io.bellhop.store.TableCache} for small tables in memory. It knows no
 * table of another package: a package whose rows expire implements {@link
 * io.bellhop.store.ExpiredRows}. docs/architecture.md describes the order of locks.
 *
 * <p>May import: concurrent, config, crypto, time;
 */
package io.bellhop.store;
