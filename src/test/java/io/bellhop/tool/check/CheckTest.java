package io.bellhop.tool.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  private static final String STAY = "fixtures/stay.expected.json";

  @TempDir private Path root;
  private List<String> notes;

  @Test
  void fixtures_are_run_and_what_differs_is_reported_by_its_line_until_update_writes_it()
      throws Exception {
    Acme acme = Acme.in(root);
    String right = Files.readString(acme.file(STAY));
    String body = Files.readString(acme.file("fixtures/stay.json"));
    acme.replace(STAY, "310.50", "310.5").write("fixtures/fits.json", body);
    acme.write("fixtures/fits.expected.json", right.replace("310.50", "310.5"));
    acme.replace(STAY, "310.5", "310");
    acme.write("fixtures/gone.json", body.replace("\"stay\",", "\"stay-gone\","));
    acme.write("fixtures/gone.expected.json", right);
    acme.write("fixtures/nothing.json", body.replace("\"id\": 7,", ""));
    acme.write("fixtures/nothing.expected.json", right);
    acme.write("fixtures/text.json", "no JSON").write("fixtures/text.expected.json", right);

    assertThat(check(acme, false))
        .containsExactly(
            "acme/fixtures/gone.expected.json: it expects events, but no choice handles the event"
                + " stay-gone; add a when for it",
            "acme/fixtures/nothing.json: the message is dead: the mapping of reservation gives no"
                + " record with an id; see the route that it ran through",
            "acme/" + STAY + ":14: events[0].record.totalPrice: expected 310, was 310.50",
            "acme/fixtures/text.json: the message is dead: the body is not JSON, even when read"
                + " leniently: line 1, column 1; see the route that it ran through",
            "1 file, 5 fixtures: 4 findings");

    Files.delete(acme.file("fixtures/nothing.json"));
    Files.delete(acme.file("fixtures/nothing.expected.json"));
    Files.delete(acme.file("fixtures/text.json"));
    Files.delete(acme.file("fixtures/text.expected.json"));
    assertThat(check(acme, true))
        .containsExactly(
            "wrote acme/fixtures/gone.expected.json, 0 events: no choice handles the event stay-gone",
            "wrote acme/" + STAY + ", 1 event",
            "1 file, 3 fixtures: no findings");
    assertThat(acme.file(STAY)).hasContent(right);
    assertThat(acme.file("fixtures/fits.expected.json")).content().contains("310.5,");

    assertThat(check(acme, false)).containsExactly("1 file, 3 fixtures: no findings");
  }

  @Test
  void what_camel_refuses_is_reported_at_the_line_of_its_route() throws Exception {
    Acme acme = Acme.in(root).replace("acme.camel.yaml", "== 'stay'", "=== 'stay'");

    assertThat(check(acme, false))
        .containsExactly(
            "acme/acme.camel.yaml:12: Camel cannot create the route acme-events:"
                + " Unexpected token = at"
                + " location 18 ${variable.event} === 'stay'",
            "1 file, 1 fixture: 1 finding; the fixtures were not run");
  }

  @Test
  void records_are_held_to_the_schemas_and_to_what_order_needs_with_update_too() throws Exception {
    Acme acme =
        Acme.in(root)
            .replace("reservation.jslt", "upper(.stay.state)", "\"BOOKED\"")
            .replace("reservation.jslt", "nights(.stay.from, .stay.to)", "\"three\"")
            .replace("reservation.jslt", "utc(.stay.changed)", "null");
    Files.delete(acme.file("fixtures/stay.older.json"));

    List<String> lines = check(acme, true);

    assertThat(lines)
        .anyMatch(
            l ->
                l.contains(
                        "events[0].warnings of reservation.updated: nights: a text is not a whole")
                    && l.endsWith("it is given in acme/reservation.jslt:6"))
        .anyMatch(
            l ->
                l.contains("status: \"BOOKED\" is not a value that this field allows")
                    && l.endsWith("it is given in acme/reservation.jslt:7"))
        .anyMatch(
            l ->
                l.startsWith(
                    "acme/" + STAY + ":7: events[0].record: a reservation without updatedAt"))
        .anyMatch(l -> l.contains("events[0].record: a reservation without status"))
        .anyMatch(
            l ->
                l.startsWith(
                    "acme/fixtures: no fixture shows that Bellhop recognises an older state"))
        .hasSize(7);

    acme.write(
        "fixtures/check.json",
        "{\"without\": {\"reservation.updatedAt\": \"Acme tells none\", \"older\": \"so there is"
            + " none\", \"reservation.staus\": \"?\"}}");
    assertThat(check(acme, false))
        .noneMatch(l -> l.contains("without updatedAt") || l.contains("older state"))
        .anyMatch(
            l ->
                l.startsWith(
                    "acme/fixtures/check.json: reservation.staus is missing from no record"))
        .hasSize(5);
  }

  @Test
  void a_failed_mapping_is_named_at_its_line_and_a_broken_folder_does_not_stop_another()
      throws Exception {
    Acme acme = Acme.in(root);
    for (String name : List.of("broken", "camel", "other")) {
      for (String file : List.of("acme.camel.yaml", "reservation.jslt", STAY)) {
        acme.write(
            "../" + name + "/" + file, Files.readString(acme.file(file)).replace("acme", name));
      }
      for (String file : List.of("stay.json", "stay.older.json", "account.json")) {
        acme.write(
            "../" + name + "/fixtures/" + file, Files.readString(acme.file("fixtures/" + file)));
      }
    }
    acme.write("../broken/more.camel.yaml", "- route: {id: [");
    acme.replace("../camel/acme.camel.yaml", "== 'stay'", "=== 'stay'");
    acme.replace("reservation.jslt", "upper(.stay.state)", "number(.stay.state)");
    acme.replace("../other/fixtures/stay.older.json", "T09:00", "T11:00");

    assertThat(check(acme, false))
        .anyMatch(l -> l.startsWith("broken/more.camel.yaml:1: not YAML"))
        .anyMatch(l -> l.startsWith("camel/acme.camel.yaml:12: Camel cannot create the route"))
        .contains(
            "acme/reservation.jslt:7: the mapping acme/reservation.jslt:7 of stay failed:"
                + " number(confirmed) failed: not a number; the message is dead"
                + " (acme/fixtures/stay.json)")
        .anyMatch(
            l -> l.startsWith("other/fixtures/stay.older.json: it must end as stale, but is done"))
        .anyMatch(l -> l.endsWith("; the fixtures of broken, camel were not run"));
  }

  @Test
  void what_no_fixture_tries_and_no_mapping_reads_is_a_note_and_no_finding() throws Exception {
    Acme acme = Acme.in(root);
    acme.replace(
            "acme.camel.yaml",
            "                  when:\n",
            "                  when:\n                    - simple: ${variable.event} == 'other'\n"
                + "                      steps:\n"
                + "                        - to: direct:bellhop-ignore\n")
        .replace("acme.camel.yaml", "\"$.stay.id\"", "\"$.stay.id|$.stay_id\"")
        .replace("acme.camel.yaml", "string(.stay.id)", "string(fallback(.stay.key, .stay.id))")
        .replace("reservation.jslt", "upper(.stay.state)", "if (.stay.state) upper(.stay.state)")
        .replace(
            "fixtures/stay.json", "\"id\": 7,", "\"id\": 7, \"pets\": 2, \"x\": [{\"y\": 1}],");

    assertThat(check(acme, false)).containsExactly("1 file, 1 fixture: no findings");

    assertThat(notes)
        .anyMatch(n -> n.matches("note: acme/acme.camel.yaml:\\d+: no fixture takes this branch"))
        .anyMatch(n -> n.endsWith(": no fixture needs $.stay_id of orderKey"))
        .contains("note: acme/fixtures: no mapping reads stay.pets, stay.x[].y of stay")
        .anyMatch(n -> n.startsWith("note: acme/fixtures: no reservation of a fixture has "))
        .contains("note: acme/reservation.jslt:7: every fixture takes the if")
        .anyMatch(
            n -> n.matches("note: acme/acme.camel.yaml:\\d+: no fixture takes alternative 1 .*"))
        .hasSize(6);
    assertThat(notes.get(5)).contains("channel, codes").doesNotContain("totalPrice");
  }

  /** What a provider's API says in lists, at registration, and when it fails. */
  @Tag("slow")
  @Test
  void pages_registrations_and_failing_apis_are_played() throws Exception {
    Acme acme = WithApi.in(root);

    assertThat(check(acme, true))
        .filteredOn(line -> line.startsWith("wrote"))
        .containsExactly(
            "wrote acme/fixtures/stay.expected.json, 1 event",
            "wrote acme/fixtures/sync/page.expected.json, 2 events",
            "wrote acme/fixtures/register/new.expected.json, 2 requests",
            "wrote acme/fixtures/stay.api-refused.expected.json, 1 event",
            "wrote acme/fixtures/stay.api-unreachable.expected.json, 0 events");
    assertThat(Files.readString(acme.file("fixtures/stay.api-refused.expected.json")))
        .contains("\"FAILURE\"");
    assertThat(Files.readString(acme.file("fixtures/stay.api-unreachable.expected.json")))
        .contains("\"outcome\": \"again\"");
    assertThat(Files.readString(acme.file("fixtures/register/new.expected.json")))
        .contains("\"call\": \"POST /v1/hooks\"", "\"login\": \"{webhook.username}\"");

    acme.replace("acme.camel.yaml", "\"user\": .login", "\"user\": .unknown")
        .replace("list.jslt", "\"id\": .id,", "\"id\": .id, \"again\": true,")
        .replace("reservation.jslt", "text($note.text)", "text($now)");

    assertThat(check(acme, false))
        .anyMatch(
            l ->
                l.startsWith(
                    "acme/fixtures/sync/page.json: a second sync of the same pages makes reservation.updated of 7"))
        .anyMatch(
            l -> l.startsWith("acme/fixtures/register/new.json: a second call says changed: 1"))
        .contains(
            "hint: acme/fixtures: no fixture tries an API that has the record a moment later"
                + " (<event>.api-late.json)");

    acme.write("fixtures/api/v1/notes/7.json", "{\n  no JSON\n}");
    assertThat(check(acme, false))
        .contains("acme/fixtures/api/v1/notes/7.json:2: the answer of the API is not JSON");

    acme.write("fixtures/api/v1/notes/7.json", "{}")
        .replace("list.jslt", "\"again\": true,", "")
        .replace("fixtures/sync/page.json", "]}}}", "], \"more\": true}}}");
    assertThat(check(acme, false))
        .filteredOn(line -> line.contains("fixtures/sync/page"))
        .as("what went wrong, and not all that did not come of it")
        .singleElement()
        .asString()
        .contains(
            "the mapping of the list names the page that Bellhop has just read as the next one");
  }

  @Test
  void several_records_of_one_body_are_compared_in_any_order_and_must_have_an_order_key()
      throws Exception {
    Acme acme =
        Acme.in(root)
            .replace(
                "acme.camel.yaml",
                "- {name: event,",
                "- {name: body, value: any}\n      - {name: event,");
    String seven = Files.readString(acme.file("fixtures/stay.json")).strip();
    String five =
        seven.replace("\"id\": 7", "\"id\": 5").replace("\"id\": \"d1\"", "\"id\": \"d5\"");
    acme.write("fixtures/both.json", "[" + seven + "," + five + "]");
    acme.write("fixtures/both.expected.json", "{}");

    check(acme, true);
    assertThat(Files.readString(acme.file("fixtures/both.expected.json")).split("\"id\": "))
        .hasSize(3);
    assertThat(Files.readString(acme.file("fixtures/both.expected.json")).indexOf("\"id\": \"5\""))
        .isPositive()
        .isLessThan(
            Files.readString(acme.file("fixtures/both.expected.json")).indexOf("\"id\": \"7\""));
    acme.replace(
        "acme.camel.yaml", "orderKey, value: \"$.stay.id\"", "orderKey, value: \"$.number\"");

    assertThat(check(acme, false))
        .filteredOn(line -> line.contains("orderKey of bellhop-ingest finds nothing"))
        .hasSize(2);
  }

  /** The host of tokens is the provider's own: a check asks no provider, in no run. */
  @Test
  void a_registration_asks_the_fixtures_for_tokens_too() throws Exception {
    Acme acme = WithApi.in(root);
    acme.replace(
            "acme.camel.yaml",
            "- {name: auth, value: bearer}",
            "- {name: auth, value: oauth2-client-credentials}\n"
                + "      - {name: tokenPath, value: /oauth2/token}\n"
                + "      - {name: tokenBaseUrl, value: \"https://login.acme.example.com\"}")
        .replace(
            "fixtures/account.json",
            "\"token\": \"t\"",
            "\"client_id\": \"i\", \"client_secret\": \"s\"");
    acme.write("fixtures/api/oauth2/token.json", "{\"access_token\": \"a\", \"expires_in\": 3600}");

    assertThat(check(acme, true))
        .contains("wrote acme/fixtures/register/new.expected.json, 2 requests");
  }

  @Test
  void what_is_wrong_in_the_files_keeps_fixtures_from_being_run() throws Exception {
    Acme acme = Acme.in(root).replace("acme.camel.yaml", "value: basic", "value: basik");

    List<String> lines = check(acme, false);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).isEqualTo("1 file, 1 fixture: 1 finding; the fixtures were not run");
  }

  @Test
  void only_the_providers_of_the_folder_and_those_whose_names_stand_in_it_are_loaded()
      throws Exception {
    Acme acme = Acme.in(root);
    CheckTarget target = CheckTarget.folder(root);
    assertThat(NeededProviders.of(target)).containsExactly("acme");

    acme.replace("acme.camel.yaml", "acme/reservation.jslt", "ownerrez/reservation.jslt");
    assertThat(NeededProviders.of(target)).contains("acme", "ownerrez").doesNotContain("guesty");
  }

  private List<String> check(Acme acme, boolean update) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean right =
        Check.folder(acme.root(), update, new PrintStream(bytes, true, StandardCharsets.UTF_8))
            .run();
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().map(acme::text).toList();
    assertThat(right).isEqualTo(lines.get(lines.size() - 1).endsWith("no findings"));
    notes = lines.stream().filter(line -> line.startsWith("note: ")).toList();
    return lines.stream().filter(line -> !line.startsWith("note: ")).toList();
  }
}
