package io.bellhop.config;

/**
 * An option from a source.
 *
 * @param name as written there, perhaps a former one
 * @param place of the source, as the rest of "given ..."
 */
record GivenOption(String name, String value, String place) {}
