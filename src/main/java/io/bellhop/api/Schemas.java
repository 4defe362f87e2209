package io.bellhop.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Serves the JSON Schemas of records and events. They are public and need no key. */
final class Schemas {
  static final String BASE = "/schemas";

  /** No dot but the last, no slash: nothing else on the class path can be named. */
  private static final Pattern NAME = Pattern.compile("^[a-z-]+(\\.json)?$");

  private static final String SUFFIX = ".json";

  void serve(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    String method = message.getHeader(Exchange.HTTP_METHOD, String.class);
    byte[] schema = read(message.getHeader(Exchange.HTTP_PATH, "", String.class));
    if (!"GET".equals(method)) {
      throw ApiError.methodNotAllowed("GET");
    }
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, ApiAnswer.OK);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    message.setBody(schema);
  }

  private static byte[] read(String path) throws IOException {
    String name = path.startsWith(BASE + "/") ? path.substring(BASE.length() + 1) : "";
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
