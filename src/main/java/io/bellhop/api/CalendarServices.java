package io.bellhop.api;

import io.bellhop.calendar.CalendarFeeds;
import io.bellhop.identity.PropertyMappings;
import io.bellhop.identity.StayLinks;

/**
 * What the API needs for calendars, and for what several accounts know of one property.
 *
 * @param feeds calendars under secret URLs
 * @param mappings which properties are one
 * @param links which records are one stay
 */
public record CalendarServices(CalendarFeeds feeds, PropertyMappings mappings, StayLinks links) {}
