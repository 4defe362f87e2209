/**
 * Reads times as providers write them. Mappings, merging and comparison read them by the same rules,
 * so a time means the same wherever it decides something. It imports no other package of Bellhop.
 */
package io.bellhop.time;
