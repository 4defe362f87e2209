package io.bellhop.console;

import io.bellhop.config.Resources;
import io.bellhop.crypto.Sha256;
import java.util.HashMap;
import java.util.Map;

/**
 * The style sheet, the script and the icon of the console: the same for every user, without a key.
 */
final class ConsoleAssets {
  static final String SEGMENT = "assets";

  private record Asset(String type, byte[] bytes, String version) {}

  private static final Map<String, String> TYPES =
      Map.of(
          "console.css", "text/css; charset=utf-8",
          "console.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private static final Map<String, Asset> ALL = read();

  private ConsoleAssets() {}

  /** With its version, so that browsers may keep it for good. */
  static String url(String name) {
    return ConsoleRequest.BASE + "/" + SEGMENT + "/" + name + "?v=" + ALL.get(name).version();
  }

  /** The same beside other pages than those of the console. */
  static String url(String base, String name) {
    return url(name).replaceFirst(ConsoleRequest.BASE, base);
  }

  static ConsoleAnswer answer(String name) {
    Asset asset = ALL.get(name);
    return asset == null
        ? ConsoleAnswer.plain(404, "There is nothing here.")
        : new ConsoleAnswer(
            200,
            asset.type(),
            asset.bytes(),
            Map.of("Cache-Control", "public, max-age=31536000, immutable"));
  }

  private static Map<String, Asset> read() {
    Map<String, Asset> all = new HashMap<>();
    TYPES.forEach(
        (name, type) -> {
          byte[] bytes = Resources.bytes(ConsoleAssets.class, name);
          all.put(name, new Asset(type, bytes, Sha256.hex(bytes).substring(0, 12)));
        });
    return all;
  }
}
