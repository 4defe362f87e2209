/**
 * How providers write times ({@link io.bellhop.time.WrittenTime}) and how Bellhop does ({@link
 * io.bellhop.time.UtcTime}). Mappings, merging and comparison use the same rules, so a time means
 * the same everywhere. Ids have their time in them ({@link io.bellhop.time.TimeOrderedIds}).
 *
 * <p>May import: nothing;
 */
package io.bellhop.time;
