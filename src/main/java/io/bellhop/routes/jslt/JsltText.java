package io.bellhop.routes.jslt;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a mapping, for those who look for names in it. Immutable. */
public final class JsltText {
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_-]*";
  private static final Pattern VARIABLE = Pattern.compile("\\$(" + NAME + ")");
  private static final Pattern LET = Pattern.compile("\\blet\\s+(" + NAME + ")\\s*=");
  private static final Pattern DEF = Pattern.compile("\\bdef\\s+" + NAME + "\\s*\\(([^)]*)\\)");
  private static final Pattern KEY = Pattern.compile("\"(" + NAME + ")\"\\s*:");

  private final String source;
  private final String code;

  public JsltText(String source) {
    this.source = source;
    this.code = code(source);
  }

  /**
   * The same without texts and comments: blanks stand in their place, and lines are as they were.
   */
  String code() {
    return code;
  }

  /** The variables that the route must set: those that no let or def of the mapping makes. */
  public Set<String> variables() {
    Set<String> names = found(VARIABLE, code);
    names.removeAll(found(LET, code));
    Matcher def = DEF.matcher(code);
    while (def.find()) {
      for (String parameter : def.group(1).split(",")) {
        names.remove(parameter.strip());
      }
    }
    return names;
  }

  /** The line that a variable is read in first, from 1. */
  public int lineOf(String variable) {
    Matcher use =
        Pattern.compile("\\$" + Pattern.quote(variable) + "(?![A-Za-z0-9_-])").matcher(code);
    return use.find() ? line(use.start()) : 1;
  }

  /** The names of fields that it gives, at any depth. */
  public Set<String> keys() {
    return found(KEY, source);
  }

  int line(int position) {
    return (int) code.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static String code(String source) {
    StringBuilder code = new StringBuilder(source);
    boolean text = false;
    boolean comment = false;
    for (int i = 0; i < code.length(); i++) {
      char c = source.charAt(i);
      if (comment) {
        comment = c != '\n';
      } else if (text) {
        boolean escape = c == '\\' && i + 1 < code.length();
        if (escape) {
          code.setCharAt(i++, ' ');
        }
        text = escape || c != '"';
      } else {
        text = c == '"';
        comment = c == '/' && source.startsWith("//", i);
        if (!text && !comment) {
          continue;
        }
      }
      if (source.charAt(i) != '\n') {
        code.setCharAt(i, ' ');
      }
    }
    return code.toString();
  }
}
