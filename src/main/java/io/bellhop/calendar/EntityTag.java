package io.bellhop.calendar;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares entity tags as If-None-Match requires: weakly (RFC 9110, 13.1.2). */
final class EntityTag {
  private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

  private EntityTag() {}

  /**
   * @param wanted the values of the header, each a list of tags or *; null without the header
   * @param tag including the quotes
   */
  static boolean isAmong(List<String> wanted, String tag) {
    if (wanted == null) {
      return false;
    }
    for (String list : wanted) {
      if (list.trim().equals("*")) {
        return true;
      }
      Matcher each = TAG.matcher(list);
      while (each.find()) {
        if (each.group(1).equals(tag)) {
          return true;
        }
      }
    }
    return false;
  }
}
