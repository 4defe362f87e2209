/**
 * Reads the fields of a request or a declaration strictly, and finds all their faults at once. The
 * entry points are {@link io.bellhop.validation.FieldReader} and {@link
 * io.bellhop.validation.InvalidFieldsException}. It knows neither accounts nor subscriptions.
 *
 * <p>May import: config;
 */
package io.bellhop.validation;
