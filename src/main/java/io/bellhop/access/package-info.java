/**
 * Access to the API: keys with a workspace and a role, a limit of wrong keys for each address, and
 * the record of every change.
 *
 * <p>The entry points are {@link io.bellhop.access.AccessKeys}, {@link
 * io.bellhop.access.WrongKeyLimiter} and {@link io.bellhop.access.AuditLog}; {@link
 * io.bellhop.access.Caller} is the identity behind a key.
 *
 * <p>May import: crypto, store;
 */
package io.bellhop.access;
