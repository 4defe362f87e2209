package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.impl.BuiltinFunctions;
import com.schibsted.spt.data.jslt.impl.NodeUtils;
import io.bellhop.config.EditDistance;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of a user of the API, compiled once: unlike a mapping of a route, which an operator
 * has installed, it may do anything, so each run is bounded in its steps, its depth and the size of
 * its values. Thread-safe.
 */
public final class BoundedJslt {
  /** Far longer than any that a person reads; deep nesting needs length, too. */
  public static final int LONGEST = 10_000;

  /** Stands between the factors of a product, so that JSLT computes none while it compiles. */
  private static final String ONE = "bellhop-one";

  private static final Pattern PRODUCT = Pattern.compile("(?<![{,\\s])\\s*(\\*)");
  private static final Pattern NO_FUNCTION = Pattern.compile("No such function: '([^']+)'");
  private static final int MAX_DISTANCE = 2;

  /** They leave a warning, or a mark that only a record's comparison takes away. */
  private static final Set<String> OF_MAPPINGS = Set.of("warn", "cleared");

  /** A run has failed: the text names the line and the kind of failure, and holds no data. */
  public static final class FailedException extends Exception {
    private final String quoting;

    FailedException(String message, String quoting) {
      super(message);
      this.quoting = quoting;
    }

    /** The same with JSLT's own text, which may quote the data: not for logs and tables. */
    public String quoting() {
      return quoting;
    }
  }

  private final String source;
  private final Expression compiled;
  private final MappingFailure failure;

  /** JSLT gives its functions no context, so the meter of a run waits here. */
  private final ThreadLocal<WorkMeter> meter = new ThreadLocal<>();

  /**
   * @throws IllegalArgumentException if it does not compile; the text names the place
   */
  public BoundedJslt(String source) {
    this.source = source;
    this.failure = new MappingFailure("", source, "POST /webhooks/try shows it");
    if (source.length() > LONGEST) {
      throw new IllegalArgumentException("must have at most " + LONGEST + " characters");
    }
    this.compiled =
        new ExpressionRewriter((within, role, index, part) -> new MeteredNode(part, meter::get))
            .of(compile());
    MappingText text = MappingText.of(source);
    for (String name : text.variables()) {
      throw new IllegalArgumentException(
          "is not JSLT: line " + text.lineOf(name) + ": there is no variable $" + name);
    }
  }

  private Expression compile() {
    try {
      return compile(withoutConstantProducts());
    } catch (JsltException e) {
      try {
        // For the place in the source as it was written. It fails before any product is computed.
        compile(source);
      } catch (JsltException original) {
        throw new IllegalArgumentException(explained(original));
      }
      throw new IllegalArgumentException(explained(e));
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("is nested too deeply");
    }
  }

  private Expression compile(String text) {
    List<Function> functions = new ArrayList<>(ofMappings());
    functions.addAll(new MeteredFunctions(meter::get).all());
    functions.add(new MappingFunction(ONE, 0, none -> IntNode.valueOf(1)));
    return new Parser(new StringReader(text))
        .withFunctions(functions)
        .withResourceResolver(
            file -> {
              throw new JsltException("there are no files to import");
            })
        .compile();
  }

  private static List<Function> ofMappings() {
    return new MappingFunctions(() -> JsltEvaluation.UNHEARD)
        .all().stream().filter(function -> !OF_MAPPINGS.contains(function.getName())).toList();
  }

  private String withoutConstantProducts() {
    StringBuilder text = new StringBuilder();
    Matcher product = PRODUCT.matcher(MappingText.of(source).code());
    int end = 0;
    while (product.find()) {
      text.append(source, end, product.end()).append(' ').append(ONE).append("() *");
      end = product.end();
    }
    return text.append(source.substring(end)).toString();
  }

  private static String explained(JsltException error) {
    String text = String.valueOf(error.getMessageWithoutLocation()).strip();
    String first = text.lines().findFirst().orElse("").strip();
    String place = error.getLine() > 0 ? "line " + error.getLine() + ": " : "";
    return "is not JSLT: " + place + first + near(first);
  }

  private static String near(String text) {
    Matcher unknown = NO_FUNCTION.matcher(text);
    if (!unknown.find()) {
      return "";
    }
    TreeSet<String> names = new TreeSet<>(BuiltinFunctions.functions.keySet());
    ofMappings().forEach(function -> names.add(function.getName()));
    return names.stream()
        .filter(name -> EditDistance.between(name, unknown.group(1)) <= MAX_DISTANCE)
        .min(Comparator.comparingInt(name -> EditDistance.between(name, unknown.group(1))))
        .map(name -> "; there is '" + name + "'")
        .orElse("");
  }

  /** The text that it was compiled from. */
  public String source() {
    return source;
  }

  /** Whether the result counts as true in JSLT: it is not false, null, 0, "", [] or {}. */
  public boolean isTrue(JsonNode input) throws FailedException {
    return NodeUtils.isTrue(apply(input));
  }

  public JsonNode apply(JsonNode input) throws FailedException {
    meter.set(new WorkMeter());
    try {
      return compiled.apply(Map.of(), input);
    } catch (StackOverflowError e) {
      throw new FailedException("is nested too deeply", "is nested too deeply");
    } catch (RuntimeException e) {
      throw new FailedException(
          MappingFailure.inLine(e, failure.kind(e, false)),
          MappingFailure.inLine(e, failure.kind(e, true)));
    } finally {
      meter.remove();
    }
  }
}
