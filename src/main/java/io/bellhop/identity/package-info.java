/**
 * Finds the properties of several accounts that are the same, and their records that are the same
 * stay. Bellhop looks both up on request and stores neither, because a change of either record can
 * change the link.
 *
 * <p>Entry points: {@link io.bellhop.identity.PropertyMappings} stores the workspaces' own ids for
 * properties, and {@link io.bellhop.identity.StayLinks} finds the records of one stay. {@link
 * io.bellhop.event.StayIdentity} decides whether two records are one stay.
 *
 * <p>May import: account, event, json, store;
 */
package io.bellhop.identity;
