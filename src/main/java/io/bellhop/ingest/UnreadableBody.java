package io.bellhop.ingest;

import io.bellhop.net.RequestHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Explains to the operator why a body cannot be read. */
final class UnreadableBody {
  /** The start of a form that was sent with another content type. */
  private static final Pattern FORM = Pattern.compile("^[A-Za-z0-9_.%\\[\\]-]{1,100}=");

  private UnreadableBody() {}

  static String fault(UnreadableException cause, RequestHeaders headers, byte[] bytes) {
    String type = headers.first("content-type");
    type = type == null ? "" : type.toLowerCase(Locale.ROOT);
    boolean declared =
        type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/");
    String start =
        new String(bytes, 0, Math.min(bytes.length, 120), StandardCharsets.ISO_8859_1).trim();
    boolean looksSo = FORM.matcher(start).find() || start.startsWith("--");
    return looksSo
        ? "the body is a form"
            + (declared ? " (its content type says so too)" : "")
            + ", not JSON: have the provider send application/json"
        : cause.getMessage();
  }
}
