/**
 * Calendars of properties, derived from the snapshots of reservations and blocks: as days for the
 * API, and as iCalendar under a secret URL.
 *
 * <p>Its door: {@link io.bellhop.calendar.PropertyCalendars} reads the stays of a property.
 *
 * <p>May import: event, store;
 */
package io.bellhop.calendar;
