package io.bellhop.api;

import io.bellhop.calendar.CalendarFeeds;
import io.bellhop.identity.PropertyMappings;
import io.bellhop.identity.StayLinks;

/**
 * What the API needs for calendars, and for one property in several accounts.
 *
 * @param feeds calendars under secret URLs
 * @param mappings which properties are the same
 * @param links which records are the same stay
 */
public record CalendarServices(CalendarFeeds feeds, PropertyMappings mappings, StayLinks links) {}
