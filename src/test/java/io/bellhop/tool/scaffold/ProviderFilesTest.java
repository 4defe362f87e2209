package io.bellhop.tool.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellhop.tool.check.Check;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderFilesTest {
  private static final String ODD =
      """
      [{"eventType": "BOOKING_UPDATED", "payload": {"booking": {"bookingId": "ABC-12",
        "lastModified": "2026-04-02 08:11:00", "checkIn": "2026-06-01T16:00",
        "checkOut": "2026-06-03T10:00", "state": "Cancelled",
        "guest": {"first-name": "Jo", "lastName": "Real", "email": "jo@real.example.org",
          "phone": "+1 555 0199"},
        "price": {"total": 120.5, "currency": "EUR"}}}}]
      """;

  @TempDir private Path root;

  private ProviderAnswers answers(
      String provider, String verify, String auth, String readPath, Path sample, String event) {
    SampleReader reader = new SampleReader(sample, !readPath.isEmpty());
    ProviderAnswers.Webhook webhook = reader.webhook(event, null, null);
    String baseUrl = auth.isEmpty() ? "" : "https://api.acme.example.com";
    return new ProviderAnswers(
        provider,
        verify,
        "X-Signature",
        auth,
        baseUrl,
        readPath,
        webhook,
        reader.record(null, webhook));
  }

  private Map<String, String> write(ProviderAnswers answers) throws Exception {
    Map<String, String> files = new ProviderFiles(answers).all();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return files;
  }

  private String check(boolean update) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Check.folder(root, update, new PrintStream(bytes, true, StandardCharsets.UTF_8)).run();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void each_kind_of_provider_passes_check_at_once() throws Exception {
    Path odd = Files.writeString(root.resolve("odd.json"), ODD);
    String read = "/v1/reservations/{recordId}";
    write(answers("acme", "hmac", "", "", null, null));
    write(answers("acme-api", "token", "oauth2-client-credentials", "", null, null));
    write(answers("acme-header", "bearer", "basic", "", null, "@x-event"));
    write(answers("acme-list", "basic", "", "", odd, null));
    write(answers("acme-thin", "standard-webhooks", "bearer", read, null, null));
    write(answers("acme-thin-too", "header", "headers", read, null, null));

    assertThat(check(true)).endsWith("6 files, 6 fixtures: no findings\n");
    assertThat(check(false)).endsWith("6 files, 6 fixtures: no findings\n");
    for (String provider : new String[] {"acme", "acme-header", "acme-list", "acme-thin"}) {
      assertThat(root.resolve("fixtures/" + provider + "/reservation.expected.json"))
          .content()
          .as(provider)
          .contains("reservation.updated", "\"arrivalDate\": \"2026-06-01\"");
    }
  }

  @Test
  void a_mapping_is_begun_from_the_sample_and_its_people_are_invented() throws Exception {
    Path odd = Files.writeString(root.resolve("odd.json"), ODD);

    Map<String, String> files = write(answers("acme", "hmac", "", "", odd, null));

    assertThat(files.get("routes/acme/reservation.jslt"))
        .contains("\"id\": text(.bookingId), // guess: bookingId")
        .contains("\"nameFirst\": text(.guest.\"first-name\"), // guess: guest.first-name")
        .contains("\"totalPrice\": money(.price.total), // guess: price.total")
        .contains("\"Cancelled\": \"CANCELLED\" // guess")
        .contains("// Nothing in the sample looks like createdAt, propertyId");
    assertThat(files.get("routes/acme/acme.camel.yaml"))
        .contains(
            "value: \"$.eventType\"", "value: \"$.payload.booking.bookingId\"", "value: array")
        .contains("== 'BOOKING_UPDATED'")
        .doesNotContain("@");
    assertThat(files.get("fixtures/acme/reservation.json"))
        .contains("ida@example.com", "\"Ida\"", "Winter", "+1 555 0100")
        .doesNotContain("jo@real", "Jo", "Real", "0199");
    assertThat(files.get("fixtures/acme/reservation.older.json")).contains("2026-04-01 08:11:00");
  }

  @Test
  void a_guest_beside_the_booking_is_mapped_too_and_a_signature_may_have_a_prefix()
      throws Exception {
    Path beside =
        Files.writeString(
            root.resolve("beside.json"),
            """
            {"action": "changed", "data": {"booking": {"id": 5, "date_arrival": "2027-07-01",
              "date_departure": "2027-07-05", "status": "Booked"},
              "guest": {"name": "Jo Real"}, "total": "400"}}
            """);
    SampleReader reader = new SampleReader(beside, false);
    ProviderAnswers.Webhook webhook = reader.webhook(null, null, null);

    Map<String, String> files =
        write(
            new ProviderAnswers(
                "acme",
                "hmac",
                "X-Sign: sha256=",
                "",
                "",
                "",
                webhook,
                reader.record(null, webhook)));

    assertThat(files.get("routes/acme/reservation.jslt"))
        .contains("\"arrivalDate\": date(.booking.date_arrival), // guess: booking.date_arrival")
        .contains("\"nights\": nights(.booking.date_arrival, .booking.date_departure)")
        .contains("\"Booked\": \"CONFIRMED\" // guess")
        .contains("\"totalPrice\": money(.total), // guess: total")
        .contains("\"name\": text(.guest.name) // guess: guest.name");
    assertThat(files.get("routes/acme/acme.camel.yaml"))
        .contains("value: \"$.data.booking.id\"", "expression: \".data\"")
        .contains("value: X-Sign}", "{name: signaturePrefix, value: \"sha256=\"}");
    assertThat(check(true)).endsWith("1 file, 1 fixture: no findings\n");
  }

  @Test
  void route_files_are_short() throws Exception {
    String read = "/v1/reservations/{recordId}";
    for (String verify : new String[] {"hmac", "standard-webhooks", "header"}) {
      String yaml =
          write(answers("acme", verify, "oauth2-client-credentials", read, null, null))
              .get("routes/acme/acme.camel.yaml");

      assertThat(yaml.lines()).hasSizeLessThan(120).allMatch(line -> line.length() <= 120);
    }
  }

  @Test
  void options_must_give_what_a_sample_does_not_show() throws Exception {
    Path poor = Files.writeString(root.resolve("poor.json"), "{\"number\": 5, \"what\": \"new\"}");
    Path text = Files.writeString(root.resolve("text.json"), "{oops");
    SampleReader reader = new SampleReader(poor, false);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.webhook(null, null, "$.number"))
        .withMessageContaining("give --event");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.webhook("what", null, null))
        .withMessageContaining("give --id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.webhook("$.waht", null, "number"))
        .withMessage("--event: the sample has nothing at $.waht; there are $.number, $.what");
    assertThat(reader.webhook("what", null, ".number").id()).isEqualTo("$.number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampleReader(text, false))
        .withMessageContaining("is not JSON");
  }
}
