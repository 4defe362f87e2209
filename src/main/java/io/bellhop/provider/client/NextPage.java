package io.bellhop.provider.client;

import io.bellhop.failure.PermanentFailureException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list's own address of its next page. The address comes from the provider's answer, so it must
 * not decide where Bellhop sends the account's credentials: Bellhop uses only its query, which must
 * be a query of the same list. Its host does not matter, because a provider may have several names
 * for one API.
 */
final class NextPage {
  /** RFC 3986, appendix B: java.net.URI rejects characters that providers use, such as brackets. */
  private static final Pattern URL =
      Pattern.compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#.*)?");

  private static final String IN_A_QUERY = "-._~!$&'()*+,;=:@/?%";
  private static final int LONGEST = 2_000;

  private NextPage() {}

  /**
   * @param path the previous page, with its query
   * @return path and query of the next page
   * @throws PermanentFailureException if it is another list; the message names it without the
   *     values in its query
   */
  static String of(String path, String url) {
    Matcher next = URL.matcher(url.strip());
    String list = path.replaceFirst("\\?.*", "");
    if (!next.matches()
        || url.length() > LONGEST
        || next.group(1) != null && !next.group(1).matches("(?i)https?")
        || next.group(1) != null && next.group(2) == null
        || next.group(2) != null && !next.group(2).matches("[A-Za-z0-9.:\\[\\]-]+")
        || !same(list, resolved(list, next.group(2), next.group(3)))
        || next.group(4) == null) {
      throw new PermanentFailureException(
          "the next page of the list is not a page of " + list + ": " + shown(url));
    }
    return list + "?" + query(next.group(4), url);
  }

  /** Resolves the address as a browser would (RFC 3986, 5.2). */
  private static String resolved(String list, String host, String path) {
    if (path.isEmpty()) {
      return host == null ? list : "/";
    }
    return path.startsWith("/") || host != null
        ? path
        : list.substring(0, list.lastIndexOf('/') + 1) + path.replaceFirst("^\\./", "");
  }

  private static boolean same(String list, String path) {
    return list.replaceFirst("/$", "").equals(path.replaceFirst("/$", ""));
  }

  private static String query(String raw, String url) {
    StringBuilder query = new StringBuilder();
    for (byte b : raw.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < ' ' || c == 0x7f) {
        throw new PermanentFailureException(
            "the next page of the list has control characters in its address: " + shown(url));
      }
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || IN_A_QUERY.indexOf(c) >= 0);
      query.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return query.toString();
  }

  /** A query may hold a token or a person's name; the names of its parameters are enough. */
  private static String shown(String url) {
    String cut = url.length() > 300 ? url.substring(0, 300) + "..." : url;
    return cut.replaceAll("//[^/?#]*@", "//...@")
        .replaceAll("=[^&#]*", "=...")
        .replaceAll("#.*", "")
        .replaceAll("[\\p{Cntrl}]", "?");
  }
}
