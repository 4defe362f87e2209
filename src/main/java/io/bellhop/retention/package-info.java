/**
 * Forgets what is old enough: {@link io.bellhop.retention.Retention} is the door. What is not
 * settled is never touched.
 */
package io.bellhop.retention;
