/**
 * Calendars of properties, derived from the snapshots of reservations and blocks: as days for the
 * API, and as iCalendar under a secret URL.
 *
 * <p>Entry points: {@link io.bellhop.calendar.PropertyCalendars} reads the stays of a property,
 * {@link io.bellhop.calendar.CalendarFeeds} has the secret URLs, and {@link
 * io.bellhop.calendar.CalendarRoute} serves them.
 *
 * <p>May import: account, crypto, event, identity, json, net, store;
 */
package io.bellhop.calendar;
