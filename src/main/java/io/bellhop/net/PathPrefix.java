package io.bellhop.net;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The prefix of all paths of a hub, {@code bellhop.http.path-prefix}. The server removes it from
 * requests before any other code reads the path; this adds it to the paths that Bellhop writes.
 *
 * @param text such as {@code /bellhop}; empty for none
 */
public record PathPrefix(String text) {
  public static final String OPTION = "bellhop.http.path-prefix";
  private static final String PUBLIC_URL = "bellhop.public-url";
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int LAST_PORT = 65_535;
  public static final PathPrefix NONE = new PathPrefix("");

  /** No characters that clients may escape, and no dot segments. */
  private static final Pattern VALID = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+){1,8}");

  /**
   * An attribute of a tag that contains a path; in the text of a page a less-than sign is escaped.
   */
  private static final Pattern TAG =
      Pattern.compile("<[a-z]+[0-9]?(?:\\s+[a-z-]+(?:=\"[^\"]*\")?)*");

  private static final Pattern LINK = Pattern.compile("(\\s(?:href|src|action)=\")(?=/)");

  /**
   * @throws ConfigException if it is not a valid prefix
   */
  public static PathPrefix of(Options options) {
    String text = options.text(OPTION);
    if (!text.isEmpty() && !VALID.matcher(text).matches()) {
      throw new ConfigException(
          OPTION + " must look like /bellhop or /a/b, without a slash at its end, was: " + text);
    }
    String url = publicUrl(options);
    if (!text.isEmpty() && url.endsWith(text)) {
      throw new ConfigException(
          PUBLIC_URL + " must not end with the prefix, because " + OPTION + " adds " + text);
    }
    return new PathPrefix(text);
  }

  /**
   * The public URL of a hub: {@code bellhop.public-url} with the prefix.
   *
   * @param listening the URL if the option is not set, with the prefix
   */
  public static String publicUrl(Options options, URI listening) {
    String url = publicUrl(options);
    return url.isEmpty() ? listening.toString() : url + options.text(OPTION);
  }

  private static String publicUrl(Options options) {
    String text = options.text(PUBLIC_URL);
    if (!text.isEmpty() && !isBase(text)) {
      throw new ConfigException(
          PUBLIC_URL + " must be http or https, a host, optionally a port and path, was: " + text);
    }
    return text.replaceAll("/+$", "");
  }

  private static boolean isBase(String text) {
    try {
      URI url = new URI(text).parseServerAuthority();
      return SCHEMES.contains(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT))
          && url.getHost() != null
          && url.getPort() <= LAST_PORT
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The path with the prefix, as a client sees it. */
  public String on(String path) {
    return text + path;
  }

  /**
   * The page with the prefix in its links.
   *
   * @param page a page whose links start with a slash and whose values are escaped
   */
  public String in(String page) {
    return text.isEmpty()
        ? page
        : TAG.matcher(page)
            .replaceAll(
                tag ->
                    Matcher.quoteReplacement(
                        LINK.matcher(tag.group())
                            .replaceAll("$1" + Matcher.quoteReplacement(text))));
  }

  /**
   * The target of a request without the prefix.
   *
   * @return null if it does not start with the prefix
   */
  public String without(String target) {
    if (!target.startsWith(text)) {
      return null;
    }
    String rest = target.substring(text.length());
    if (rest.isEmpty() || rest.startsWith("?")) {
      return "/" + rest;
    }
    return rest.startsWith("/") || text.isEmpty() ? rest : null;
  }
}
