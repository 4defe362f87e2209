package io.bellhop.delivery.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The target of a redirect, as Bellhop shows it to users: with enough detail to correct the
 * callback URL, but without parts that could grant access.
 */
final class Redirect {
  /** The length of the column. */
  private static final int LONGEST = 300;

  private static final String HIDDEN = "***";

  private Redirect() {}

  /**
   * @param location the header as it was sent; null if there was none
   * @param from the requested URL; the target may be relative to it
   * @return null if the answer is no redirect
   */
  static String of(int status, String location, URI from) {
    if (status / 100 != 3 || location == null) {
      return null;
    }
    try {
      URI target = from.resolve(new URI(location.strip()));
      return cut(shown(target));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return "(not a URL)";
    }
  }

  private static String shown(URI target) {
    StringBuilder text = new StringBuilder();
    if (target.getScheme() != null) {
      text.append(target.getScheme()).append(':');
    }
    if (target.isOpaque()) {
      return text.append(HIDDEN).toString();
    }
    String authority = target.getRawAuthority();
    if (authority != null) {
      text.append("//").append(authority.substring(authority.lastIndexOf('@') + 1));
    }
    text.append(target.getRawPath() == null ? "" : target.getRawPath());
    if (target.getRawQuery() != null) {
      text.append('?').append(query(target.getRawQuery()));
    }
    return text.toString();
  }

  /**
   * Keeps only names, which show what the URL lacks; values may be tokens, and so may a word
   * without a value.
   */
  private static String query(String query) {
    return Pattern.compile("&")
        .splitAsStream(query)
        .map(part -> part.contains("=") ? part.substring(0, part.indexOf('=') + 1) : "")
        .map(name -> name + HIDDEN)
        .collect(Collectors.joining("&"));
  }

  private static String cut(String text) {
    String ascii = text.replaceAll("[^ -~]", "?");
    return ascii.length() <= LONGEST ? ascii : ascii.substring(0, LONGEST - 3) + "...";
  }
}
