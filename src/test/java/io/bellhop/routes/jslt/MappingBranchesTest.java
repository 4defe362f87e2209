package io.bellhop.routes.jslt;

import static io.bellhop.pipeline.RouteExchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.failure.PermanentFailureException;
import io.bellhop.pipeline.RouteExchange;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A watch sees which branches inside a mapping its runs have taken. */
class MappingBranchesTest {
  private final Watch watch = new Watch();

  private static final class Watch implements MappingListener {
    private final MappingBranches branches = new MappingBranches();

    /** Tries each run with another body, as check does: that takes no branch. */
    @Override
    public void ran(Run run) {
      run.again(run.variables(), json("{'a': 1, 'b': 1, 'list': [1]}"));
    }

    @Override
    public MappingBranches branches() {
      return branches;
    }
  }

  private Expression mapping(String name, String source) {
    JsltLanguage language = new JsltLanguage(file -> source, RouteExchange.MAPPER);
    Expression mapping = language.createExpression(name);
    language.watch(watch);
    return mapping;
  }

  private static void run(Expression mapping, String body) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getIn().setBody(json(body));
    mapping.evaluate(exchange, Object.class);
  }

  private List<String> notTaken() {
    return watch.branches.notTaken().stream()
        .map(branch -> branch.mapping() + ":" + branch.line() + ": " + branch.what())
        .toList();
  }

  @Test
  void both_branches_of_an_if_count_and_the_content_of_an_untaken_one_is_not_reported() {
    Expression mapping =
        mapping("acme/a.jslt", "{\"x\": if (.a) \"a\"\n  else if (.b) \"b\"\n  else \"c\"}");

    run(mapping, "{'a': 1}");
    assertThat(notTaken()).containsExactly("acme/a.jslt:2: no fixture takes the else");
    run(mapping, "{'b': 1}");
    assertThat(notTaken()).containsExactly("acme/a.jslt:3: no fixture takes the else");
    run(mapping, "{}");
    assertThat(notTaken()).isEmpty();
  }

  @Test
  void an_if_without_else_is_to_be_passed_by_too_also_in_functions_and_loops() {
    Expression mapping =
        mapping(
            "acme/a.jslt",
            "def f(x)\n  if ($x) \"x\"\n{\"x\": f(.a), \"y\": [for (.list)\n  if (.) \"y\"]}");

    run(mapping, "{'a': 1, 'list': [false]}");

    assertThat(notTaken())
        .containsExactly(
            "acme/a.jslt:2: every fixture takes the if", "acme/a.jslt:4: no fixture takes the if");
  }

  @Test
  void a_branch_that_ends_in_an_error_does_not_count() {
    Expression mapping = mapping("acme/a.jslt", "if (.a) \"a\" else error(\"there is no a\")");

    run(mapping, "{'a': 1}");

    assertThat(notTaken()).isEmpty();
  }

  @Test
  void a_run_that_fails_has_taken_its_branches() {
    Expression mapping = mapping("acme/a.jslt", "if (.a) number(.a)\nelse \"none\"");

    assertThatExceptionOfType(PermanentFailureException.class)
        .isThrownBy(() -> run(mapping, "{'a': 'x'}"));

    assertThat(notTaken()).containsExactly("acme/a.jslt:2: no fixture takes the else");
  }

  @Test
  void alternatives_of_a_fallback_are_taken_by_their_value_and_the_last_by_being_reached() {
    Expression mapping = mapping("acme/a.jslt", "{\"x\": fallback(.a,\n  .b,\n  .c.d, [])}");

    run(mapping, "{'a': 1}");
    assertThat(notTaken())
        .containsExactly(
            "acme/a.jslt:2: no fixture takes alternative 2 of the fallback",
            "acme/a.jslt:3: no fixture takes alternative 3 of the fallback",
            "acme/a.jslt:3: no fixture takes alternative 4 of the fallback");
    run(mapping, "{'b': 1}");
    run(mapping, "{}");
    assertThat(notTaken())
        .containsExactly("acme/a.jslt:3: no fixture takes alternative 3 of the fallback");
  }

  @Test
  void each_side_of_an_or_is_to_be_true_once() {
    Expression mapping = mapping("acme/a.jslt", "{\"x\": .a or\n  .b or\n  .c}");

    run(mapping, "{'b': true}");

    assertThat(notTaken())
        .containsExactly(
            "acme/a.jslt:1: no fixture makes this side of the or true",
            "acme/a.jslt:3: no fixture makes this side of the or true");
  }

  @Test
  void conditionals_of_jsonata_count_too() {
    Expression mapping = mapping("acme/a.jsonata", "{\"x\": a ? \"a\"\n  : b ? \"b\"\n  : \"c\"}");

    run(mapping, "{'a': 1}");
    assertThat(notTaken()).containsExactly("acme/a.jsonata:2: no fixture takes the way after :");
    run(mapping, "{}");
    assertThat(notTaken()).containsExactly("acme/a.jsonata:2: no fixture takes the way after ?");
  }

  @Test
  void an_expression_in_a_route_counts_under_its_text() {
    run(mapping("if (.a) 1 else 2", ""), "{}");

    assertThat(notTaken()).containsExactly("if (.a) 1 else 2:1: no fixture takes the if");
  }
}
