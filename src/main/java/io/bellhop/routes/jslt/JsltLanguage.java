package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.pipeline.AnswerTracker;
import io.bellhop.pipeline.Warnings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.TypeConversionException;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.LanguageSupport;
import org.apache.camel.support.builder.PredicateBuilder;

/**
 * The Camel language {@code jslt}: maps one parsed body (JsonNode) to another. It compiles a
 * mapping once, when Camel builds the route, and parses nothing at run time. An expression that
 * ends in {@code .jslt} names a file, and one that ends in {@code .jsonata} a file in JSONata.
 * Exchange variables are available as {@code $name}; one that is not set is null. Thread-safe.
 */
public final class JsltLanguage extends LanguageSupport {
  private static final Pattern CHANNEL = Pattern.compile("\\bchannel\\s*\\(");

  private final UnaryOperator<String> files;
  private final ObjectMapper mapper;
  private volatile boolean quotes;
  private volatile MappingListener watch;

  /** JSLT passes no context to its functions, so the current run is kept here. */
  private final ThreadLocal<JsltEvaluation> evaluation = new ThreadLocal<>();

  /**
   * @param files returns the text of a file that a route names
   */
  public JsltLanguage(UnaryOperator<String> files, ObjectMapper mapper) {
    this.files = files;
    this.mapper = mapper;
  }

  @Override
  public Expression createExpression(String expression) {
    boolean file = isFile(expression);
    String source = source(expression);
    Mapping mapping = new Mapping(expression, source);
    if (CHANNEL.matcher(source).find()) {
      // A broken file of channel words stops the start, as a broken mapping does.
      mapping.words.of(file ? expression.substring(0, Math.max(0, expression.indexOf('/'))) : "");
    }
    return mapping;
  }

  /**
   * The source of a mapping: the text of the file that an expression names, or the expression
   * itself.
   */
  public String source(String expression) {
    return isFile(expression) ? files.apply(expression) : expression;
  }

  /** Whether an expression names a mapping file, in JSLT or JSONata. */
  public static boolean isFile(String name) {
    return name.endsWith(".jslt") || name.endsWith(JsonataMapping.ENDING);
  }

  /**
   * Makes failures of mappings quote the value that caused them. Only for invented bodies, because
   * such texts reach the inbox and the log.
   */
  public void quotePayloads() {
    quotes = true;
  }

  /** Sets a listener for every run. It costs time and receives whole bodies: for tools only. */
  public void watch(MappingListener runs) {
    watch = runs;
  }

  /** True unless the result is false, null, 0, "", {} or [], as in JSLT. */
  @Override
  public Predicate createPredicate(String expression) {
    Expression mapping = createExpression(expression);
    return PredicateBuilder.toPredicate(
        new ExpressionAdapter() {
          @Override
          public Object evaluate(Exchange exchange) {
            Object result = mapping.evaluate(exchange, Object.class);
            if (result instanceof JsonNode node) {
              return !node.isEmpty();
            }
            return result instanceof Number number
                ? number.doubleValue() != 0
                : result != null && !result.equals("") && !result.equals(false);
          }
        });
  }

  /**
   * Compiles a mapping with Bellhop's functions, whose warnings no one reads.
   *
   * @param name its place, for messages
   * @throws IllegalArgumentException if it does not compile; the cause is a JsltException
   */
  public static com.schibsted.spt.data.jslt.Expression compile(String name, String source) {
    return MappingCode.jslt(name, source, new MappingFunctions(() -> JsltEvaluation.UNHEARD).all());
  }

  /**
   * Compiles the text of a file, in the language of its ending.
   *
   * @throws IllegalArgumentException if it does not compile; the message names the line
   */
  public static void verify(String name, String source) {
    MappingCode.of(name, source, () -> JsltEvaluation.UNHEARD, null);
  }

  /**
   * Converts texts, numbers and booleans to Java's types, so that other languages can compare them.
   */
  private static Object plain(JsonNode node) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return null;
    }
    return node.isTextual()
        ? node.textValue()
        : node.isBoolean()
            ? (Object) node.booleanValue()
            : node.isNumber() ? node.numberValue() : node;
  }

  private final class Mapping extends ExpressionAdapter {
    private final String source;
    private final MappingCode compiled;
    private final Set<String> names;
    private final ChannelWords words = new ChannelWords(files, mapper);
    private final MappingFailure failure;
    private volatile MappingCode watched;

    Mapping(String name, String source) {
      this.source = source;
      this.compiled = MappingCode.of(name, source, evaluation::get, null);
      this.names = MappingText.dollars(source);
      this.failure = new MappingFailure(name, source);
    }

    /** The compiled mapping; a listener needs one that also counts branches. */
    private MappingCode code() {
      if (watch != null && watched == null) {
        watched = MappingCode.of(failure.name(), source, evaluation::get, watch.branches());
      }
      return watched == null ? compiled : watched;
    }

    @Override
    public Object evaluate(Exchange exchange) {
      Map<String, JsonNode> variables = new HashMap<>();
      for (String name : names) {
        Object value = exchange.getVariable(name);
        variables.put(
            name,
            value == null
                ? NullNode.getInstance()
                : value instanceof JsonNode node ? node : mapper.valueToTree(value));
      }
      JsonNode body = body(exchange);
      evaluation.set(
          new JsltEvaluation(
              body,
              variables,
              Warnings.of(exchange),
              () -> words.of(exchange.getVariable("provider", "", String.class))));
      try {
        JsonNode made = code().apply(variables, body);
        Object result = plain(made);
        if (watch != null) {
          watch.ran(new WatchedRun(this, exchange, body, variables, made));
        }
        AnswerTracker.mapped(exchange, body, result);
        return result;
      } catch (RuntimeException e) {
        // A retry with the same body would fail in the same way.
        throw new PermanentFailureException(
            failure.text(
                e,
                new MappingFailure.Given(variables, body, exchange.getVariable("event")),
                quotes));
      } finally {
        evaluation.remove();
      }
    }

    /** The body of a message; an earlier mapping may have made a text or a number of it. */
    private JsonNode body(Exchange exchange) {
      try {
        return exchange.getMessage().getBody(JsonNode.class);
      } catch (TypeConversionException e) {
        return mapper.valueToTree(exchange.getMessage().getBody());
      }
    }

    /** The result of this mapping for another input; null if it fails. */
    private JsonNode again(Map<String, JsonNode> variables, JsonNode body) {
      JsltEvaluation running = evaluation.get();
      evaluation.set(new JsltEvaluation(body, variables, null, running::channels));
      try {
        return compiled.apply(variables, body);
      } catch (RuntimeException e) {
        return null;
      } finally {
        evaluation.set(running);
      }
    }
  }

  private record WatchedRun(
      Mapping of,
      Exchange exchange,
      JsonNode body,
      Map<String, JsonNode> variables,
      JsonNode result)
      implements MappingListener.Run {
    @Override
    public String mapping() {
      return of.failure.name();
    }

    @Override
    public JsonNode again(Map<String, JsonNode> others, JsonNode other) {
      return of.again(others, other);
    }
  }
}
