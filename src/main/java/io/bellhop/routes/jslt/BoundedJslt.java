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
 * A compiled JSLT expression of an API user. Unlike a mapping, which an operator has installed, it
 * is not trusted, so each run is limited in steps, depth and the size of its values. Thread-safe.
 */
public final class BoundedJslt {
  /** Far longer than any useful expression. It also bounds the nesting. */
  public static final int LONGEST = 10_000;

  /** Separates the factors of a product, so that JSLT does not compute it at compile time. */
  private static final String ONE = "bellhop-one";

  private static final Pattern PRODUCT = Pattern.compile("(?<![{,\\s])\\s*(\\*)");
  private static final Pattern NO_FUNCTION = Pattern.compile("No such function: '([^']+)'");
  private static final int MAX_DISTANCE = 2;

  /** They add a warning, or a mark that only the comparison of records removes. */
  private static final Set<String> OF_MAPPINGS = Set.of("warn", "cleared");

  /** A run failed. The text names the line and the kind of failure, and contains no data. */
  public static final class FailedException extends Exception {
    private final String quoting;

    FailedException(String message, String quoting) {
      super(message);
      this.quoting = quoting;
    }

    /** The text with JSLT's own message, which may quote data: not for logs or tables. */
    public String quoting() {
      return quoting;
    }
  }

  private final String source;
  private final Expression compiled;
  private final MappingFailure failure;

  /** JSLT passes no context to its functions, so the meter of the current run is kept here. */
  private final ThreadLocal<WorkMeter> meter = new ThreadLocal<>();

  /**
   * @throws IllegalArgumentException if it does not compile; the message names the place
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
        // Compiles the original source first, whose errors have the right places; this computes no
        // product.
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

  /** The source of the expression. */
  public String source() {
    return source;
  }

  /** Whether the result is true in JSLT's sense: not false, null, 0, "", [] or {}. */
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
