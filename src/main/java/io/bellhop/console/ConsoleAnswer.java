package io.bellhop.console;

import io.bellhop.net.PathPrefix;
import io.bellhop.net.PlatformHttp;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The answer to a browser. */
record ConsoleAnswer(int status, String type, byte[] body, Map<String, String> headers) {
  private static final String LOCATION = "Location";
  private static final String HTML = "text/html; charset=utf-8";

  /** Pages use only files of this hub: scripts that a payload smuggles into one do not run. */
  private static final Map<String, String> SAFETY =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin");

  static ConsoleAnswer html(int status, byte[] page) {
    return new ConsoleAnswer(status, HTML, page, Map.of("Cache-Control", "no-store"));
  }

  /** After a change: the browser requests the page again, so that a reload repeats nothing. */
  static ConsoleAnswer seeOther(String location) {
    return new ConsoleAnswer(
        303,
        "text/plain; charset=utf-8",
        new byte[0],
        Map.of(LOCATION, location, "Cache-Control", "no-store"));
  }

  static ConsoleAnswer plain(int status, String text) {
    return new ConsoleAnswer(
        status,
        "text/plain; charset=utf-8",
        text.getBytes(StandardCharsets.UTF_8),
        Map.of("Cache-Control", "no-store"));
  }

  /** Answers a request. */
  void on(Message message) {
    PlatformHttp.answer(message, status, SAFETY, body);
    message.setHeader(Exchange.CONTENT_TYPE, type);
    headers.forEach(message::setHeader);
  }

  /** With links as browsers see them. */
  ConsoleAnswer under(PathPrefix prefix) {
    Map<String, String> all = new HashMap<>(headers);
    all.computeIfPresent(LOCATION, (name, path) -> prefix.on(path));
    byte[] page =
        type.equals(HTML)
            ? prefix.in(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)
            : body;
    return new ConsoleAnswer(status, type, page, all);
  }

  ConsoleAnswer with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new ConsoleAnswer(status, type, body, all);
  }
}
