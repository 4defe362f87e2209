package io.bellhop.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/** The JSON Schemas of records and events. */
final class Schemas {
  static final String BASE = "/schemas";

  /** No dot but the last, no slash: nothing else on the class path can be named. */
  private static final Pattern NAME = Pattern.compile("^[a-z-]+(\\.json)?$");

  private static final String SUFFIX = ".json";

  private Schemas() {}

  /**
   * @param name with or without its suffix
   * @throws ApiError 404 if there is none of this name
   */
  static byte[] read(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw ApiError.notFound();
    }
    String file = name.endsWith(SUFFIX) ? name : name + SUFFIX;
    try (InputStream in = Schemas.class.getResourceAsStream(BASE + "/" + file)) {
      if (in == null) {
        throw ApiError.notFound();
      }
      return in.readAllBytes();
    }
  }
}
