/**
 * Deletes rows that are older than their retention; it never touches what is not settled. {@link
 * io.bellhop.retention.Retention} is the door, a Camel route on a timer. It may import {@code
 * config}, {@code store} and the ids of {@code delivery}, and nothing imports it but {@code
 * runtime}.
 *
 * <p>May import: config, delivery, store;
 */
package io.bellhop.retention;
