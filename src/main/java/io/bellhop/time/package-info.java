/**
 * How providers write times. Mappings, merging and comparison read them by the same rules, so a
 * time means the same wherever it decides something.
 */
package io.bellhop.time;
