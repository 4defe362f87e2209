package io.bellhop.tool.check;

import io.bellhop.json.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.processor.ChoiceProcessor;
import org.apache.camel.processor.FilterProcessor;

/** The branches of the choices in route files that no fixture has taken. */
final class RouteBranches {
  private final CamelContext context;

  /**
   * @param context the context that ran the fixtures
   */
  RouteBranches(CamelContext context) {
    this.context = context;
  }

  List<String> unwalked(Routes routes, Predicate<RouteFile> wanted) {
    List<String> notes = new ArrayList<>();
    for (Routes.Route written : routes.routes()) {
      Route made = context.getRoute(written.id());
      if (made != null && wanted.test(written.file())) {
        List<ChoiceProcessor> choices = new ArrayList<>();
        made(made.navigate(), choices);
        List<YamlNode> places = new ArrayList<>();
        written(written.node().get("from").get("steps"), places);
        if (choices.size() == places.size()) {
          for (int i = 0; i < places.size(); i++) {
            look(written.file(), places.get(i), choices.get(i), notes);
          }
        }
      }
    }
    return notes;
  }

  private static void look(
      RouteFile file, YamlNode written, ChoiceProcessor made, List<String> notes) {
    List<YamlNode> whens = written.get("when").items();
    List<Processor> filters = List.copyOf(made.getFilters());
    for (int i = 0; i < Math.min(whens.size(), filters.size()); i++) {
      if (filters.get(i) instanceof FilterProcessor filter && filter.getFilteredCount() == 0) {
        notes.add(file.place(whens.get(i).line()) + ": no fixture takes this branch");
      }
    }
    // An otherwise that only ignores is meant for unknown events.
    YamlNode otherwise = written.get("otherwise");
    boolean ignores = otherwise.get("steps").items().stream().anyMatch(RouteBranches::ignores);
    if (otherwise.isThere() && !ignores && made.getNotFilteredCount() == 0) {
      notes.add(file.place(otherwise.line()) + ": no fixture takes the otherwise");
    }
  }

  private static boolean ignores(YamlNode step) {
    return step.fields().stream()
        .anyMatch(f -> f.value().text().endsWith("bellhop-ignore") || ignores(f.value()));
  }

  /** In the order of the file. */
  private static void written(YamlNode node, List<YamlNode> choices) {
    for (YamlNode.Field field : node.fields()) {
      if (field.name().equals("choice")) {
        choices.add(field.value());
      }
      written(field.value(), choices);
    }
    node.items().forEach(item -> written(item, choices));
  }

  private static void made(Navigate<?> node, List<ChoiceProcessor> choices) {
    if (node instanceof ChoiceProcessor choice) {
      choices.add(choice);
    }
    if (node != null && node.hasNext()) {
      for (Object next : node.next()) {
        if (next instanceof Navigate<?> inner) {
          made(inner, choices);
        }
      }
    }
  }
}
