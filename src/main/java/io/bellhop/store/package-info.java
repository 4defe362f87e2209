/**
 * The one database, H2 or PostgreSQL: its pool, its schema, transactions that end on disk, and what
 * its errors mean. The entry points are {@link io.bellhop.store.Database}, {@link
 * io.bellhop.store.Sql} for statements, {@link io.bellhop.store.Dialect} for what differs between
 * the two, and {@link io.bellhop.store.TableCache} for small tables in memory. It knows no table of
 * another package: who keeps rows that get old implements {@link io.bellhop.store.ExpiredRows}. The
 * order of locks stands in docs/architecture.md.
 *
 * <p>May import: concurrent, config, crypto, time;
 */
package io.bellhop.store;
