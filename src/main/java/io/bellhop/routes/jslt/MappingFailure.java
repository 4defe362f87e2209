package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes a mapping that fails: its file, the line, and the kind of failure. JSLT's messages may
 * quote the payload, so this repeats only the words that are JSLT's or the mapping's own; {@code
 * check}, where bodies are invented, repeats the whole message.
 */
final class MappingFailure {
  /** The input of a mapping and its event. */
  record Given(Map<String, JsonNode> variables, JsonNode body, Object event) {}

  /** Texts of JSLT after which a value of the payload follows. */
  private static final List<String> BEFORE_A_VALUE =
      List.of(
          "For loop can't iterate over",
          "Object comprehension can't loop over",
          "Object comprehension must have string as key, not",
          "Can't index array/string with",
          "Can't convert",
          "Cannot convert",
          "Can't compare",
          "Syntax error in regular expression",
          "String index out of range",
          "parse-time: Could not parse",
          "format-time",
          "from-json can't parse");

  /** Texts of JSLT that are complete and contain no value. */
  private static final List<String> WHOLE =
      List.of("Regexp cannot be null", "Can't multiply two strings!", "Can't divide by zero");

  private static final Pattern FUNCTION =
      Pattern.compile("([a-z-]+)\\(.*\\) failed: ([a-z ]+)", Pattern.DOTALL);
  private static final Pattern ERROR = Pattern.compile("error: (.*)", Pattern.DOTALL);
  private static final int LONGEST_EXPRESSION = 60;

  private final String name;
  private final String source;
  private final String elsewhere;
  private final FailureLocator failing;
  private final boolean isFile;

  /**
   * @param name the name of the file, or the expression itself
   * @param source the text of the mapping
   */
  MappingFailure(String name, String source) {
    this(name, source, "bellhop check shows it, with the body as a fixture");
  }

  /**
   * @param elsewhere where the user can read JSLT's own message, which may quote the payload
   */
  MappingFailure(String name, String source, String elsewhere) {
    this.name = name;
    this.source = source;
    this.elsewhere = elsewhere;
    this.failing = name.endsWith(".jslt") ? new FailureLocator(source) : null;
    this.isFile = JsltLanguage.isFile(name);
  }

  /** The name of the file, or the expression itself. */
  String name() {
    return name;
  }

  /**
   * @param given the input
   * @param whole whether the payload may be quoted
   */
  String text(RuntimeException failure, Given given, boolean whole) {
    String what = kind(failure, whole);
    return "the mapping " + place(failure, given) + " of " + given.event() + " failed: " + what;
  }

  /** The line and the kind of failure of a single expression. */
  static String inLine(RuntimeException failure, String kind) {
    int line = failure instanceof JsltException jslt ? jslt.getLine() : 0;
    return (line > 0 ? "line " + line + ": " : "") + kind;
  }

  private String place(RuntimeException failure, Given given) {
    if (!isFile) {
      String line = name.strip().replaceAll("\\s+", " ");
      return line.length() <= LONGEST_EXPRESSION
          ? line
          : line.substring(0, LONGEST_EXPRESSION) + "...";
    }
    int known =
        failure instanceof JsltException jslt
            ? jslt.getLine()
            : failure instanceof JsonataFailure jsonata ? jsonata.line() : 0;
    int line = known > 0 || failing == null ? known : failing.of(given.variables(), given.body());
    return line > 0 ? name + ":" + line : name;
  }

  String kind(RuntimeException failure, boolean whole) {
    if (failure instanceof JsonataFailure jsonata) {
      return whole ? jsonata.getMessage() : jsonata.kind();
    }
    if (!(failure instanceof JsltException jslt)) {
      return failure.getClass().getSimpleName()
          + ", a fault that "
          + (failing == null && isFile ? "JSONata" : "JSLT")
          + " has no text for";
    }
    String text = String.valueOf(jslt.getMessageWithoutLocation());
    if (jslt instanceof WorkMeter.LimitException
        || jslt.getCause() instanceof WorkMeter.LimitException) {
      return text;
    }
    return whole ? text.replaceAll("\\s*\\R\\s*", " ") : withoutValues(text);
  }

  private String withoutValues(String text) {
    if (WHOLE.contains(text)) {
      return text;
    }
    Matcher error = ERROR.matcher(text);
    if (error.matches()) {
      // The mapping's source contains a fixed text, but not one that includes the payload.
      return source.contains("\"" + error.group(1) + "\"") ? error.group(1) : "its error(...)";
    }
    Matcher function = FUNCTION.matcher(text);
    if (function.matches()) {
      return function.group(1) + "(...) failed: " + function.group(2);
    }
    return BEFORE_A_VALUE.stream()
        .filter(words -> text.regionMatches(true, 0, words, 0, words.length()))
        .findFirst()
        .map(words -> words + kindOfValue(text.substring(words.length()).strip()))
        .orElse("JSLT's text may quote the payload; " + elsewhere);
  }

  /** The JSON type of a value, by its first character. */
  private static String kindOfValue(String value) {
    char first = value.isEmpty() ? ' ' : value.charAt(0);
    return switch (first) {
      case '"' -> " a text";
      case '{' -> " an object";
      case '[' -> " an array";
      case 't', 'f' -> " a boolean";
      case 'n' -> " null";
      default -> Character.isDigit(first) || first == '-' ? " a number" : " ...";
    };
  }
}
