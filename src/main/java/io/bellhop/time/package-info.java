/**
 * How providers write times ({@link io.bellhop.time.WrittenTime}) and how Bellhop writes them
 * ({@link io.bellhop.time.UtcTime}). Mappings, merging and comparison use the same rules, so a time
 * means the same everywhere. Ids contain their time ({@link io.bellhop.time.TimeOrderedIds}).
 *
 * <p>May import: nothing;
 */
package io.bellhop.time;
