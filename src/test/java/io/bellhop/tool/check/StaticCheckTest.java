package io.bellhop.tool.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.runtime.Hub;
import io.bellhop.runtime.StandaloneServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StaticCheckTest {
  private static final String ROUTES = "acme.camel.yaml";

  @TempDir private Path root;

  @Test
  void a_good_folder_has_no_findings() throws Exception {
    assertThat(Acme.in(root).findings()).isEmpty();
  }

  @Test
  void our_own_routes_have_none_and_their_fixtures_are_complete() {
    CheckTarget target = CheckTarget.folder(Path.of(""));
    RouteFiles read = new RouteFiles(target.folders().folders());
    Routes routes = read.routes(target.options());

    assertThat(new StaticCheck(Hub.BEANS).look(read, routes, file -> true)).isEmpty();
    FixtureRule fixtures = new FixtureRule(target.providers(), Path.of("none"), false);
    assertThat(fixtures.findings()).isEmpty();
    assertThat(fixtures.fixtures()).hasSameSizeAs(target.providers());
  }

  /** Not logged, since a start that fails afterwards has one line to be read. */
  @Test
  void what_a_hub_serves_with_all_the_same_is_given_to_who_starts_it() throws Exception {
    Acme.in(root).write("notes.yaml", "a: 1");
    Options options =
        StandaloneServer.options(new Properties(), Map.of("BELLHOP_ROUTES_EXTRA", root.toString()));

    assertThat(StaticCheck.require(options))
        .singleElement()
        .asString()
        .contains("notes.yaml: Bellhop does not read it");
  }

  @Test
  void a_byte_order_mark_at_the_head_of_a_file_is_no_part_of_it() throws Exception {
    Acme acme = Acme.in(root);
    for (String name : List.of(ROUTES, "reservation.jslt")) {
      acme.write(name, "\ufeff" + Files.readString(acme.file(name)));
    }

    assertThat(acme.findings()).isEmpty();
  }

  @Test
  void a_mapping_that_is_not_utf8_is_named_and_hides_nothing() throws Exception {
    Acme acme = Acme.in(root).replace(ROUTES, "value: basic}", "value: basick}");
    byte[] text =
        ("// F\u00fcr\n" + Files.readString(acme.file("reservation.jslt"))).getBytes(ISO_8859_1);
    Files.write(acme.file("reservation.jslt"), text);

    assertThat(acme.findings())
        .hasSize(2)
        .anyMatch(finding -> finding.contains("reservation.jslt") && finding.contains("UTF-8"))
        .anyMatch(finding -> finding.contains("basick"));
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        // the file itself
        arguments(
            "parameters: {name: bellhop-acme}",
            "parameters: {name: bellhop-acme",
            "18: not YAML: while parsing a flow mapping, expected ',' or '}', but got :;"
                + " check the indentation, and quote texts with special characters"),
        arguments(
            "    description: Drops",
            "   description: Drops",
            "13: not YAML: while parsing a block mapping, expected <block end>, but found"
                + " '<block mapping start>'; check the indentation, and quote texts with"
                + " special characters"),
        arguments(
            "    description: Drops",
            "    id: acme-2\n    description: Drops",
            "13: id stands here twice; leave one out"),
        // Camel's schema
        arguments(
            "- idempotentConsumer",
            "- idempotentConsumr",
            "24: unknown name idempotentConsumr; did you mean idempotentConsumer?"),
        arguments(
            "otherwise:",
            "otherwize:",
            "28: an event that no when handles ends without an outcome; add otherwise: {steps: [{to:"
                + " \"direct:bellhop-ignore\"}]}",
            "34: unknown name otherwize; did you mean otherwise?"),
        arguments(
            "{simple: {expression: \"${variable.event}",
            "{smple: {expression: \"${variable.event}",
            "30: unknown name smple; did you mean simple?"),
        arguments(
            "        - idempotentConsumer",
            "          idempotentConsumer",
            "24: idempotentConsumer stands in the same entry as setVariables; begin it with a dash of"
                + " its own"),
        arguments(
            "value: basic}",
            "value: 5}",
            "7: parameter proof must be one of",
            "7: value is integer where string must be; put it in quotes"),
        arguments(
            "steps: [{to: {uri: direct, parameters: {name: bellhop-ignore}}}]",
            "steps: {to: {uri: direct, parameters: {name: bellhop-ignore}}}",
            "35: steps is object where array must be; begin each item with a dash"),
        arguments(
            "      uri: direct\n",
            "",
            "3: no route begins at direct:bellhop-acme, where its messages go; add one",
            "16: uri is missing; add it"),
        // templates and their parameters
        arguments(
            "bellhop-ingest",
            "bellhop-ingst",
            "3: unknown template bellhop-ingst; did you mean bellhop-ingest?"),
        arguments(
            "name: idempotencyKey",
            "name: idempotenceKey",
            "9: unknown template parameter idempotenceKey of bellhop-ingest; did you mean"
                + " idempotencyKey?"),
        arguments(
            "      - {name: idempotencyKey, value: \"$.id\"}\n",
            "",
            "3: the parameter idempotencyKey of bellhop-ingest is missing; add {name:"
                + " idempotencyKey, value: ...}"),
        arguments(
            "- {name: orderKey",
            "- {name: proof, value: basic}\n      - {name: orderKey",
            "10: the parameter proof stands twice; leave one out"),
        arguments(
            "name: provider, value: acme",
            "name: provider, value: acne",
            "3: no route begins at direct:bellhop-acne, where its messages go; add one",
            "6: the provider is acne and the folder acme; give both one name"),
        arguments("value: basic", "value: basik", "7: parameter proof must be one of"),
        arguments("\"$.type\"", "type", "8: parameter event: a field must be"),
        arguments(
            "\"$.type\"", "\"$.a[?(\"", "8: parameter event: the JSONPath $.a[?( does not compile"),
        arguments(
            "- {name: orderKey",
            "- {name: mergeEvents, value: \"(\"}\n      - {name: orderKey",
            "10: parameter mergeEvents must be a regular expression (Unclosed group), was: ("),
        arguments(
            "\"$.type\"",
            "\"{{bellhop.acme.event}}\"",
            "8: parameter event: a field must be",
            "8: there is no option bellhop.acme.event; declare it in options.properties beside the"
                + " route file"),
        // jsonpath
        arguments(
            "{simple: {expression: \"${variable.event} == 'stay'\"}}",
            "{jsonpath: {expression: \"type == 'stay'\"}}",
            "30: the JSONPath type == 'stay' does not begin with $; write a field as $.a.b and a"
                + " condition as $[?(@.a == 'b')]"),
        arguments(
            "{simple: {expression: \"${variable.event} == 'stay'\"}}",
            "{jsonpath: {expression: \"$.type == 'stay'\"}}",
            "30: the JSONPath $.type == 'stay' is a value where a condition must be; write it as"
                + " $[?(@.a == 'b')], or $[?(@.a)] for a field that is there"),
        arguments(
            "{simple: {expression: \"${variable.event} == 'stay'\"}}",
            "{jsonpath: {expression: \"$[?(@.type == 'stay']\"}}",
            "30: the JSONPath $[?(@.type == 'stay'] does not compile: "),
        // mappings
        arguments(
            "acme/reservation.jslt",
            "acme/reservaton.jslt",
            "32: there is no mapping acme/reservaton.jslt; did you mean acme/reservation.jslt?"),
        arguments(
            "string(.stay.id)", "strng(.stay.id)", "23: JSLT does not compile: No such function"),
        // beans and classes
        arguments(
            "bellhopDeliveries",
            "bellhopDelivery",
            "25: unknown bean bellhopDelivery; did you mean bellhopDeliveries?"),
        arguments(
            "- route:",
            "- beans: [{name: acmeBurst, type: io.bellhop.pipeline.MergeStrateg}]\n- route:",
            "11: there is no class io.bellhop.pipeline.MergeStrateg; a merge strategy is"
                + " io.bellhop.pipeline.MergeStrategy; your own classes must be on the class path"),
        // routes
        arguments(
            "bellhop-delivery-errors",
            "bellhop-delivery-error",
            "14: unknown routeConfiguration bellhop-delivery-error; did you mean"
                + " bellhop-delivery-errors?"),
        arguments(
            "    routeConfigurationId: bellhop-delivery-errors\n",
            "",
            "12: the route acme-events has no routeConfigurationId; add routeConfigurationId:"
                + " bellhop-delivery-errors"),
        arguments(
            "    description: Drops repeats and publishes stays.\n",
            "",
            "12: the route acme-events has no description; say in one sentence what it does"),
        arguments(
            "acme-events",
            "my-events",
            "12: the id my-events lacks its provider's prefix; begin it with acme-"),
        arguments(
            "acme-events",
            "acme-ingest",
            "4: the route id acme-ingest stands in acme/acme.camel.yaml:12 too; change one"),
        arguments(
            "name: bellhop-publish",
            "name: bellhop-publsh",
            "33: no route begins at direct:bellhop-publsh; did you mean direct:bellhop-publish?"),
        arguments(
            "name: bellhop-publish",
            "name: bellhop-follow-up",
            "33: no route begins at direct:bellhop-acme-follow-up, where its messages go; add one"),
        arguments(
            "name: bellhop-acme",
            "name: acme-deliveries",
            "3: no route begins at direct:bellhop-acme, where its messages go; add one"),
        arguments(
            "uri: direct\n      parameters: {name: bellhop-acme}",
            "uri: \"platform-http:proxy/acme\"",
            "3: no route begins at direct:bellhop-acme, where its messages go; add one",
            "16: Camel makes an open proxy of a path that begins with proxy; let it begin with another"
                + " word"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void what_is_wrong_in_a_route_file_is_named_with_its_line(ArgumentsAccessor change)
      throws Exception {
    Acme acme = Acme.in(root).replace(ROUTES, change.getString(0), change.getString(1));

    List<String> found = acme.findings();

    List<String> expected =
        change.toList().subList(2, change.size()).stream()
            .map(finding -> "acme/" + ROUTES + ":" + finding)
            .toList();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).startsWith(expected.get(i));
    }
  }

  @Test
  void a_mapping_names_the_line_in_its_own_file() throws Exception {
    Acme acme = Acme.in(root).replace("reservation.jslt", "date(.stay.to)", "date(.stay.to");

    assertThat(acme.findings())
        .singleElement()
        .asString()
        .startsWith("acme/reservation.jslt:6: JSLT does not compile: ");
  }

  @Test
  void what_a_templates_parameters_name_is_looked_at_where_they_are_set() throws Exception {
    Acme acme =
        Acme.in(root)
            .write(
                "acme-register.camel.yaml",
                """
                - templatedRoute:
                    routeTemplateRef: bellhop-register
                    routeId: acme-register
                    parameters:
                      - {name: provider, value: acme}
                      - {name: events, value: "*"}
                      - {name: listPath, value: /hooks}
                      - {name: entries, value: acme/hooks.jslt}
                      - {name: more, value: "if (.next"}
                      - {name: body, value: acme/hook.jslt}
                      - {name: createPath, value: /hooks}
                      - {name: removePath, value: "/hooks/{entryId}"}
                      - {name: after, value: acme-registerd}
                """)
            .write("hook.jslt", "{\"url\": \"{listener_url}\"}");

    assertThat(acme.findings())
        .anyMatch(
            f -> f.contains("acme-register.camel.yaml:8: there is no mapping acme/hooks.jslt"))
        .anyMatch(f -> f.contains("acme-register.camel.yaml:9: JSLT does not compile"))
        .anyMatch(f -> f.contains("no route begins at direct:acme-registerd"))
        .noneMatch(f -> f.contains("hook.jslt: no route names it"));
  }

  @Test
  void a_mapping_that_no_route_names_and_files_that_no_route_reads_are_named() throws Exception {
    Acme acme = Acme.in(root).write("old.jslt", ".").write("more.yaml", "[]");
    acme.write("../stray.camel.yaml", "[]");

    assertThat(acme.findings())
        .containsExactly(
            "acme/more.yaml: Bellhop does not read it; route files end in .camel.yaml",
            "acme/old.jslt: no route names it; use it as acme/old.jslt, or delete it",
            "stray.camel.yaml: Bellhop does not read it; move it into a folder with its"
                + " provider's name");
  }

  /** What is wrong elsewhere, and does not need the broken file, is said in the same round. */
  @Test
  void one_broken_file_hides_nothing_of_others() throws Exception {
    Acme acme =
        Acme.in(root)
            .write("more.camel.yaml", "- route: {id: [")
            .replace(ROUTES, "value: basic", "value: basik")
            .replace("reservation.jslt", "date(.stay.to)", "date(.stay.to")
            .write("worse.jslt", "{")
            .write("../beta/beta.camel.yaml", Files.readString(root.resolve("acme/" + ROUTES)));

    assertThat(acme.findings())
        .anyMatch(f -> f.startsWith("acme/more.camel.yaml:1: not YAML"))
        .anyMatch(f -> f.startsWith("acme/" + ROUTES + ":7: parameter proof must be one of"))
        .anyMatch(f -> f.startsWith("acme/reservation.jslt:6: JSLT does not compile"))
        .anyMatch(f -> f.startsWith("acme/worse.jslt:1: JSLT does not compile"))
        .anyMatch(f -> f.startsWith("beta/beta.camel.yaml:6: the provider is acme"))
        .noneMatch(f -> f.contains("no route names it"))
        .noneMatch(f -> f.startsWith("acme/") && f.contains("no route begins at"));
  }

  @Test
  void all_that_is_wrong_with_a_template_is_reported_at_once() throws Exception {
    Acme acme =
        Acme.in(root)
            .replace(ROUTES, "value: basic", "value: basik")
            .replace(ROUTES, "\"$.type\"", "type")
            .replace(ROUTES, "name: idempotencyKey", "name: idempotenceKey")
            .replace(
                ROUTES,
                "- {name: orderKey",
                "- {name: mergeEvents, value: \"(\"}\n      - {name: oderKey");
    String api =
        """
        - templatedRoute:
            routeTemplateRef: bellhop-api
            routeId: acme-api
            parameters:
              - {name: provider, value: acme}
              - {name: baseUrl, value: "https://api.example.com"}
              - {name: auth, value: bearr}
              - {name: limits, value: "ten a second"}
              - {name: retryAfter, value: soon}
        """;
    acme.write("api.camel.yaml", api);

    assertThat(acme.findings())
        .anyMatch(f -> f.contains(ROUTES + ":7: parameter proof must be one of"))
        .anyMatch(f -> f.contains(ROUTES + ":8: parameter event: a field must be"))
        .anyMatch(f -> f.contains(ROUTES + ":9: unknown template parameter idempotenceKey"))
        .anyMatch(f -> f.contains(ROUTES + ":10: parameter mergeEvents must be a regular"))
        .anyMatch(f -> f.contains(ROUTES + ":11: unknown template parameter oderKey"))
        .anyMatch(f -> f.contains("api.camel.yaml:7: parameter auth has \"bearr\""))
        .anyMatch(f -> f.contains("api.camel.yaml:8: parameter limits: a limit must look like"))
        .anyMatch(f -> f.contains("api.camel.yaml:9: parameter retryAfter must be a time such as"))
        .hasSize(8);
  }

  @Test
  void a_parameter_that_is_missing_is_named_beside_one_that_is_unknown() throws Exception {
    Acme acme =
        Acme.in(root)
            .replace(ROUTES, "      - {name: orderKey, value: \"$.stay.id\"}\n", "")
            .replace(ROUTES, "name: idempotencyKey", "name: idempotenceKey");

    assertThat(acme.findings())
        .hasSize(2)
        .anyMatch(f -> f.contains("the parameter orderKey of bellhop-ingest is missing"))
        .anyMatch(f -> f.contains("unknown template parameter idempotenceKey"));
  }

  static Stream<Arguments> variables() {
    return Stream.of(
        arguments(
            "reservation.jslt",
            "upper(.stay.state)",
            "if ($evnt) upper(.stay.state)",
            "reservation.jslt:7: no route of acme sets the variable evnt; did you mean event?"),
        arguments(
            ROUTES,
            "${variable.event}",
            "${variable.evnt}",
            ROUTES + ":30: no route of acme sets the variable evnt; did you mean event?"),
        arguments(
            ROUTES,
            "string(.stay.id)",
            "string($unset)",
            ROUTES
                + ":23: no route of acme sets the variable unset; set it by setVariable; it is null"
                + " otherwise"));
  }

  @ParameterizedTest
  @MethodSource("variables")
  void a_variable_that_is_never_set_is_named_with_what_was_meant(
      String file, String from, String to, String finding) throws Exception {
    assertThat(Acme.in(root).replace(file, from, to).findings()).containsExactly("acme/" + finding);
  }

  @Test
  void names_that_a_mapping_makes_and_names_in_texts_are_no_variables() throws Exception {
    Acme acme =
        Acme.in(root)
            .replace("reservation.jslt", "upper(.stay.state)", "$state")
            .replace(
                "reservation.jslt",
                "{\n  \"id\"",
                """
                // $comment
                def twice(a, b) $a + $b
                let state = upper(.stay.state)
                let text = "$text \\" $more"
                {
                  "id\"""");

    assertThat(acme.findings()).isEmpty();
  }

  @Test
  void an_option_that_no_route_reads_is_named_with_what_was_meant() throws Exception {
    Acme acme =
        Acme.in(root)
            .replace(
                ROUTES,
                "- {name: orderKey",
                "- {name: mergeWindow, value: \"{{bellhop.acme.merge-window}}\"}\n      - {name: orderKey")
            .write(
                "options.properties",
                """
                # why
                bellhop.acme.merge-window=2s
                bellhop.acme.merge-windw=2s
                bellhop.acme.manual-setup=Open settings
                bellhop.beta.x=1
                """);

    assertThat(acme.findings())
        .containsExactly(
            "acme/options.properties:3: no route reads the option bellhop.acme.merge-windw; did you"
                + " mean bellhop.acme.merge-window?",
            "acme/options.properties:4: no route reads the option bellhop.acme.manual-setup; did you"
                + " mean bellhop.acme.manual-set-up?",
            "acme/options.properties:5: the option bellhop.beta.x lacks its provider's"
                + " prefix; begin it"
                + " with bellhop.acme.");
  }

  @Test
  void options_of_an_authorization_need_a_page_where_it_is_given() throws Exception {
    Acme acme = WithApi.in(root);
    acme.write("options.properties", "bellhop.acme.client-id=\nbellhop.acme.client-secert=\n");

    assertThat(acme.findings())
        .contains(
            "acme/options.properties:1: nothing uses the option bellhop.acme.client-id: no"
                + " bellhop-api here has a connectUrl; add connectUrl and connectTokenUrl to it, or"
                + " leave the option out");

    acme.replace(
        "acme.camel.yaml",
        "- {name: auth, value: bearer}",
        "- {name: auth, value: bearer}\n"
            + "      - {name: connectUrl, value: \"https://acme.example.com/authorize\"}\n"
            + "      - {name: connectTokenUrl, value: \"https://acme.example.com/token\"}");
    assertThat(acme.findings())
        .noneMatch(finding -> finding.contains("nothing uses"))
        .contains(
            "acme/options.properties:2: no route reads the option bellhop.acme.client-secert; did"
                + " you mean bellhop.acme.client-secret?");
  }

  /** A ConfigMap: its files are links into a hidden folder. */
  @Test
  void what_is_hidden_is_not_complained_of() throws Exception {
    Acme acme = Acme.in(root);
    acme.write("..2027_01_05/reservation.jslt", Files.readString(acme.file("reservation.jslt")));
    acme.write("..2027_01_05/old.yaml", "[]").write(".reservation.jslt.swp", "{");
    Files.createSymbolicLink(acme.file("..data"), Path.of("..2027_01_05"));
    Files.delete(acme.file("reservation.jslt"));
    Files.createSymbolicLink(acme.file("reservation.jslt"), Path.of("..data/reservation.jslt"));

    assertThat(acme.findings()).isEmpty();
  }

  @Test
  void a_provider_has_a_name_that_can_stand_in_a_url() throws Exception {
    Acme acme = Acme.in(root);
    Files.move(root.resolve("acme"), root.resolve("Acme_1"));

    assertThat(acme.findings())
        .contains(
            "Acme_1: a provider cannot have the name Acme_1; use lower-case letters,"
                + " digits and -, as in acme-rentals");
  }

  @Test
  void a_provider_without_fixtures_and_a_fixture_without_expectation_are_named() throws Exception {
    Acme acme = Acme.in(root);
    Files.move(acme.file("fixtures/stay.json"), acme.file("fixtures/going.json"));
    Files.createDirectories(root.resolve("beta"));
    Files.copy(acme.file(ROUTES), root.resolve("beta/beta.camel.yaml"));

    FixtureRule rule =
        new FixtureRule(CheckTarget.folder(root).providers(), Path.of("none"), false);

    assertThat(rule.findings())
        .extracting(acme::text)
        .containsExactly(
            "beta: the provider has no fixtures; put the body of a webhook into"
                + " beta/fixtures/<event>.json and run check --update",
            "acme/fixtures/going.json: there is no going.expected.json beside it; run check --update"
                + " and read what it writes",
            "acme/fixtures/stay.expected.json: there is no fixture of this name; add or delete",
            "acme/fixtures/stay.older.json: there is no fixture of this name; add or delete");
  }

  @Test
  void a_folder_of_something_else_is_refused_with_a_hint() throws Exception {
    Acme.in(root);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CheckTarget.folder(root.resolve("acme")))
        .withMessageContaining("is the folder of one provider: check the folder above it");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CheckTarget.folder(root.resolve("acme/fixtures")))
        .withMessageContaining("there are no routes in");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CheckTarget.folder(root.resolve("none")))
        .withMessageContaining("there is no folder");
  }
}
