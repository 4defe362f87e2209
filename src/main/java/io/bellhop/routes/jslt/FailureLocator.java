package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.impl.BuiltinFunctions;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the line of the function call that failed. JSLT's functions do not know where they were
 * called, so this runs the mapping again with another function name for each line that calls one.
 * Thread-safe.
 */
final class FailureLocator {
  private static final Pattern CALL =
      Pattern.compile("(?<![A-Za-z0-9_.$:-])([a-z][a-z0-9-]*)\\s*\\(");

  private final String source;
  private Expression marked;

  FailureLocator(String source) {
    this.source = source;
  }

  private record Marked(Function function, int line) implements Function {
    @Override
    public String getName() {
      return function.getName() + "-at-" + line;
    }

    @Override
    public int getMinArguments() {
      return function.getMinArguments();
    }

    @Override
    public int getMaxArguments() {
      return function.getMaxArguments();
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
      try {
        return function.call(input, arguments);
      } catch (JsltException e) {
        throw e.getLine() > 0 ? e : new AtLine(line);
      }
    }
  }

  private static final class AtLine extends RuntimeException {
    private final int line;

    AtLine(int line) {
      super(null, null, false, false);
      this.line = line;
    }
  }

  /**
   * @return 0 if the line is not found
   */
  int of(Map<String, JsonNode> variables, JsonNode body) {
    try {
      expression().apply(variables, body);
    } catch (AtLine e) {
      return e.line;
    } catch (JsltException e) {
      return Math.max(0, e.getLine());
    } catch (RuntimeException e) {
      return 0;
    }
    return 0;
  }

  private synchronized Expression expression() {
    if (marked == null) {
      marked = compile();
    }
    return marked;
  }

  private Expression compile() {
    MappingText text = MappingText.of(source);
    StringBuilder renamed = new StringBuilder();
    Map<String, Function> functions = new HashMap<>();
    new MappingFunctions(() -> JsltEvaluation.UNHEARD)
        .all()
        .forEach(function -> functions.put(function.getName(), function));
    int end = 0;
    Matcher call = CALL.matcher(text.code());
    while (call.find()) {
      String name = call.group(1);
      // Calls of a function that the mapping defines keep their name.
      boolean own = Pattern.compile("\\bdef\\s+" + name + "\\s*\\(").matcher(text.code()).find();
      Function function = functions.getOrDefault(name, BuiltinFunctions.functions.get(name));
      if (function != null && !own) {
        Marked one = new Marked(function, text.line(call.start()));
        functions.put(one.getName(), one);
        renamed.append(source, end, call.start()).append(one.getName());
        end = call.end(1);
      }
    }
    List<Function> all = new ArrayList<>(functions.values());
    return new Parser(new StringReader(renamed.append(source.substring(end)).toString()))
        .withFunctions(all)
        .compile();
  }
}
