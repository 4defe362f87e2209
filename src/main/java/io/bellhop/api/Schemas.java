package io.bellhop.api;

import io.bellhop.config.Resources;
import java.util.regex.Pattern;

/** The JSON Schemas of records and events. */
final class Schemas {
  static final String BASE = "/schemas";

  /**
   * The pattern allows no slash and no other dot, so a name cannot lead to other files of the class
   * path.
   */
  private static final Pattern NAME = Pattern.compile("^[a-z-]+(\\.json)?$");

  private static final String SUFFIX = ".json";

  private Schemas() {}

  /**
   * @param name with or without its suffix
   * @throws ApiError 404 if there is none with this name
   */
  static byte[] read(String name) {
    if (!NAME.matcher(name).matches()) {
      throw ApiError.notFound();
    }
    String file = name.endsWith(SUFFIX) ? name : name + SUFFIX;
    return Resources.find(Schemas.class, BASE + "/" + file).orElseThrow(ApiError::notFound);
  }
}
