package io.bellhop.config;

/**
 * An option that a source gives.
 *
 * @param name as it is written there, which may be a former one
 * @param place where it is given, as the rest of "given ..."
 */
record GivenOption(String name, String value, String place) {}
