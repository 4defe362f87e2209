package io.bellhop.routes.jslt;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import io.bellhop.config.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mapping in JSONata, with the functions of mappings in JSLT. Two of them have other names here,
 * because JSONata uses one name itself and reads a hyphen as a minus. Each run is limited in steps
 * and depth. Thread-safe.
 */
final class JsonataMapping implements MappingCode {
  static final String ENDING = ".jsonata";

  private static final Pattern CALL = Pattern.compile("\\$([A-Za-z_]\\w*)\\s*\\(");

  private final String name;
  private final String source;
  private final Jsonata compiled;
  private final Set<String> variables;
  private final List<Function> functions;
  private final MappingText text;
  private final MappingBranches branches;

  /**
   * @param name its place, for messages
   * @param functions Bellhop's functions, which add warnings themselves
   * @param branches counts the branches that runs take; null for none
   * @throws IllegalArgumentException if it does not compile; the cause is a JsonataFailure
   */
  JsonataMapping(String name, String source, List<Function> functions, MappingBranches branches) {
    this.name = name;
    this.source = source;
    this.functions = functions;
    this.branches = branches;
    this.text = MappingText.of(name, source);
    this.variables = text.variables();
    try {
      this.compiled = Jsonata.jsonata(source);
    } catch (JException e) {
      JsonataFailure failure = JsonataFailure.of(e, source, -1);
      throw new IllegalArgumentException(
          "JSONata does not compile: " + name + ":" + failure.line() + ": " + failure.getMessage(),
          failure);
    }
    unknown();
  }

  /** The name of one of Bellhop's functions in JSONata. */
  static String called(String function) {
    if (function.equals("count")) {
      return "wholeNumber"; // JSONata's $count counts the elements of a list
    }
    Matcher hyphen = Pattern.compile("-([a-z])").matcher(function);
    return hyphen.replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  /**
   * Reports unknown functions at compile time; JSONata itself notices one only when it is called.
   */
  private void unknown() {
    Set<String> ours = new TreeSet<>();
    functions.forEach(function -> ours.add(called(function.getName())));
    Matcher call = CALL.matcher(text.code());
    while (call.find()) {
      String function = call.group(1);
      boolean known =
          ours.contains(function)
              || text.defined().contains(function)
              || Jsonata.jsonata("$" + function).evaluate(null) != null;
      if (!known) {
        throw new IllegalArgumentException(
            "JSONata does not compile: "
                + name
                + ":"
                + text.line(call.start())
                + ": there is no function $"
                + function
                + Suggestions.of(function, ours).stream()
                    .findFirst()
                    .map(near -> "; did you mean $" + near + "?")
                    .orElse(""));
      }
    }
  }

  @Override
  public JsonNode apply(Map<String, JsonNode> given, JsonNode body) {
    JsonataValues values = new JsonataValues();
    Jsonata.Frame frame = compiled.createFrame();
    functions.forEach(function -> bind(function, frame, values));
    for (String name : variables) {
      JsonNode value = given.get(name);
      if (value != null && !value.isNull()) {
        frame.bind(name, values.of(value));
      }
    }
    // The library's own limits are limits of time: a machine that pauses for a moment must not turn
    // a booking into a dead letter.
    WorkMeter meter = new WorkMeter();
    JsonataPlaces places = new JsonataPlaces();
    JsonataBranches ways = branches == null ? null : new JsonataBranches(name, text, branches);
    frame.setEvaluateEntryCallback(
        (part, input, within) -> {
          places.enter(part);
          meter.enter();
          if (ways != null) {
            ways.enter(part);
          }
        });
    frame.setEvaluateExitCallback(
        (part, input, within, result) -> {
          places.leave();
          meter.leave();
        });
    try {
      return values.result(compiled.evaluate(values.of(body), frame));
    } catch (JException e) {
      throw JsonataFailure.of(e, source, places.innermost());
    } catch (StackOverflowError e) {
      throw JsonataFailure.of("it calls itself too often, or is nested too deeply");
    }
  }

  private static void bind(Function function, Jsonata.Frame frame, JsonataValues values) {
    String name = called(function.getName());
    Jsonata.JFunctionCallable call =
        (input, given) -> {
          JsonNode[] arguments = new JsonNode[given.size()];
          for (int i = 0; i < arguments.length; i++) {
            arguments[i] = values.argument(given.get(i));
          }
          if (arguments.length < function.getMinArguments()
              || arguments.length > function.getMaxArguments()) {
            throw JsonataFailure.of("$" + name + "() takes another number of arguments");
          }
          JsonNode made = function.call(null, arguments);
          return made == null || made.isNull() ? null : values.of(made);
        };
    frame.bind(name, new Jsonata.JFunction(call, null));
  }
}
