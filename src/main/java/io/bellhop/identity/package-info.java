/**
 * Which properties of several accounts are one, and which of their records are one stay. Both are
 * looked up when they are asked for, and written nowhere: what links two records may change with
 * either of them.
 *
 * <p>Entry points: {@link io.bellhop.identity.PropertyMappings} has what workspaces say about their
 * properties, and {@link io.bellhop.identity.StayLinks} finds the records of one stay. What counts
 * as one stay decides {@link io.bellhop.event.StayIdentity}.
 *
 * <p>May import: account, event, json, store;
 */
package io.bellhop.identity;
