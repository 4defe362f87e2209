/**
 * Reads times as providers write them. Mappings, merging and comparison read them by the same
 * rules, so a time means the same wherever it decides something.
 *
 * <p>May import: nothing;
 */
package io.bellhop.time;
