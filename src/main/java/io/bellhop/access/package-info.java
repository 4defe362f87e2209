/**
 * Who may call the API and what for: keys with a workspace and a role, how many wrong keys an
 * address sends, and the record of every change.
 *
 * <p>The entry points are {@link io.bellhop.access.AccessKeys}, {@link
 * io.bellhop.access.WrongKeyLimiter} and {@link io.bellhop.access.AuditLog}; {@link
 * io.bellhop.access.Caller} is what a key stands for.
 *
 * <p>May import: crypto, store;
 */
package io.bellhop.access;
