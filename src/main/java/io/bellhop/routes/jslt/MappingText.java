package io.bellhop.routes.jslt;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a mapping, to search for names in it. Immutable. */
public final class MappingText {
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_-]*";
  private static final Pattern VARIABLE = Pattern.compile("\\$(" + NAME + ")");

  /** In JSONata a hyphen is a minus, and functions have a dollar too. */
  private static final Pattern JSONATA =
      Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)(?![A-Za-z0-9_]|\\s*\\()");

  private static final Pattern BOUND =
      Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)\\s*:=|[@#]\\s*\\$([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern LAMBDA = Pattern.compile("(?:\\bfunction|λ)\\s*\\(([^)]*)\\)");
  private static final Pattern LET = Pattern.compile("\\blet\\s+(" + NAME + ")\\s*=");
  private static final Pattern DEF = Pattern.compile("\\bdef\\s+" + NAME + "\\s*\\(([^)]*)\\)");
  private static final Pattern KEY = Pattern.compile("\"(" + NAME + ")\"\\s*:");

  private final String source;
  private final String code;
  private final boolean isJsonata;

  private MappingText(String source, boolean isJsonata) {
    this.source = source;
    this.isJsonata = isJsonata;
    this.code = isJsonata ? JsonataText.code(source) : code(source);
  }

  /** An expression in JSLT. */
  public static MappingText of(String source) {
    return new MappingText(source, false);
  }

  /**
   * @param name the name of the file, whose ending determines the language
   */
  public static MappingText of(String name, String source) {
    return new MappingText(source, name.endsWith(JsonataMapping.ENDING));
  }

  /** The text with blanks in place of strings and comments, so that lines stay the same. */
  String code() {
    return code;
  }

  /** All names with a dollar, which include the variables that a mapping reads. */
  static Set<String> dollars(String source) {
    return found(VARIABLE, source);
  }

  /**
   * The variables that the route must set: those that the mapping does not define by let or def.
   */
  public Set<String> variables() {
    if (isJsonata) {
      Set<String> names = found(JSONATA, code);
      names.removeAll(defined());
      return names;
    }
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

  /** The names that a mapping in JSONata defines itself. */
  Set<String> defined() {
    Set<String> names = new TreeSet<>();
    Matcher bound = BOUND.matcher(code);
    while (bound.find()) {
      names.add(bound.group(1) == null ? bound.group(2) : bound.group(1));
    }
    Matcher lambda = LAMBDA.matcher(code);
    while (lambda.find()) {
      for (String parameter : lambda.group(1).split(",")) {
        names.add(parameter.strip().replace("$", ""));
      }
    }
    return names;
  }

  /** The first line that reads a variable, from 1. */
  public int lineOf(String variable) {
    Matcher use =
        Pattern.compile("\\$" + Pattern.quote(variable) + "(?![A-Za-z0-9_-])").matcher(code);
    return use.find() ? line(use.start()) : 1;
  }

  /** The names of the fields that the mapping sets, at any depth. */
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
