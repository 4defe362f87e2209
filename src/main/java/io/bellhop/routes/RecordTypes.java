package io.bellhop.routes;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;

/** The record types that the loaded routes publish, in YAML or in Java. */
public final class RecordTypes {
  /** The variables that hold a record type, see routes/_shared/publish.camel.yaml. */
  private static final Set<String> VARIABLES = Set.of("recordType", "alternateType");

  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*");

  /** A quoted word in an expression, which may be one of several record types. */
  private static final Pattern QUOTED = Pattern.compile("[\"']([a-z][a-z0-9_]*)[\"']");

  /** A placeholder for a parameter of the route's template. */
  private static final Pattern PARAMETER = Pattern.compile("\\{\\{(\\w+)}}");

  private RecordTypes() {}

  /** The record types that routes set as a constant, or that are quoted in an expression. */
  public static Set<String> of(CamelContext context) {
    Set<String> types = new TreeSet<>();
    for (RouteDefinition route : ((ModelCamelContext) context).getRouteDefinitions()) {
      Map<?, ?> parameters =
          route.getTemplateParameters() == null ? Map.of() : route.getTemplateParameters();
      steps(route, SetVariableDefinition.class).forEach(step -> add(types, step, parameters));
      steps(route, SetVariablesDefinition.class).stream()
          .flatMap(step -> step.getVariables() == null ? Stream.of() : step.getVariables().stream())
          .forEach(step -> add(types, step, parameters));
    }
    return types;
  }

  private static <T extends ProcessorDefinition<?>> Collection<T> steps(
      RouteDefinition route, Class<T> type) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), type);
  }

  private static void add(Set<String> types, SetVariableDefinition step, Map<?, ?> parameters) {
    ExpressionDefinition expression = step.getExpression();
    if (!VARIABLES.contains(step.getName()) || expression == null) {
      return;
    }
    String text =
        expression.getExpression() == null ? expression.toString() : expression.getExpression();
    Matcher parameter = PARAMETER.matcher(text);
    if (parameter.matches()) {
      text = String.valueOf(parameters.get(parameter.group(1)));
    }
    if (expression instanceof ConstantExpression || TYPE.matcher(text).matches()) {
      if (TYPE.matcher(text.strip()).matches()) {
        types.add(text.strip());
      }
    } else {
      QUOTED.matcher(text).results().forEach(word -> types.add(word.group(1)));
    }
  }
}
