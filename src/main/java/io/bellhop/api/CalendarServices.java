package io.bellhop.api;

import io.bellhop.calendar.CalendarFeeds;
import io.bellhop.identity.PropertyMappings;
import io.bellhop.identity.StayLinks;

/**
 * The services that the API needs for calendars, and for one property in several accounts.
 *
 * @param feeds calendars under secret URLs
 * @param mappings the names that combine properties
 * @param links finds records of the same stay
 */
public record CalendarServices(CalendarFeeds feeds, PropertyMappings mappings, StayLinks links) {}
