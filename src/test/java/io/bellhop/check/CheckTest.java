package io.bellhop.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  private static final String STAY = "fixtures/stay.expected.json";

  @TempDir private Path root;

  @Test
  void fixtures_are_run_and_what_differs_is_said_by_its_line_until_update_writes_it()
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
            "acme/fixtures/nothing.json: the delivery is dead: the mapping of reservation gives no"
                + " record with an id; see the route that it takes",
            "acme/" + STAY + ":14: events[0].record.totalPrice: expected 310, was 310.50",
            "acme/fixtures/text.json: the delivery is dead: the body is not JSON, even when read"
                + " leniently: line 1, column 3; see the route that it takes",
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
  void what_camel_refuses_is_said_at_the_line_of_its_route() throws Exception {
    Acme acme = Acme.in(root).replace("acme.camel.yaml", "== 'stay'", "=== 'stay'");

    assertThat(check(acme, false))
        .containsExactly(
            "acme/acme.camel.yaml:12: Camel cannot make the route acme-events: Unexpected token = at"
                + " location 18 ${variable.event} === 'stay'",
            "1 file, 1 fixture: 1 finding");
  }

  @Test
  void what_is_wrong_in_the_files_keeps_fixtures_from_being_run() throws Exception {
    Acme acme = Acme.in(root).replace("acme.camel.yaml", "value: basic", "value: basik");

    List<String> lines = check(acme, false);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).isEqualTo("1 file, 1 fixture: 1 finding; the fixtures were not run");
  }

  private List<String> check(Acme acme, boolean update) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean right =
        Check.folder(acme.root(), update, new PrintStream(bytes, true, StandardCharsets.UTF_8))
            .run();
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().map(acme::text).toList();
    assertThat(right).isEqualTo(lines.get(lines.size() - 1).endsWith("no findings"));
    return lines;
  }
}
