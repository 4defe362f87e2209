package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.account.SecretBox;
import io.bellhop.delivery.DeliveryId;
import io.bellhop.privacy.Erasures;
import io.bellhop.support.Api;
import io.bellhop.support.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What of a guest is erased everywhere, and what stays. */
class ErasureApiTest {
  @Nested
  class OnH2 extends Cases {
    OnH2() {
      super(Store.H2);
    }
  }

  @Nested
  @Tag("slow")
  class OnPostgres extends Cases {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }
  }

  abstract static class Cases extends ApiOnStore {
    private static final String BY_EMAIL =
        "{\"erasure\":{\"email\":\"Anna@Example.com\",\"dry_run\":%s}}";

    /** In a block of the page. */
    private static final Pattern COMMAND = Pattern.compile("(?ms)^ *```sh$(.*?)^ *```$");

    private static final String ON_THE_PAGE = "http://127.0.0.1:8080";

    private Account account;
    private UUID source;
    private UUID sameKey;
    private UUID mention;
    private UUID pending;
    private UUID other;

    Cases(Store store) {
      super(store);
    }

    /** A booking of Anna's, a conversation about it, and a booking of Ben's. */
    @BeforeEach
    void rows() throws Exception {
      account = accounts.create(account("ours"));
      source = message(account, "b-1", "done", "{\"id\":\"b-1\",\"name\":\"Anna\"}");
      sameKey = message(account, "b-1", "unchanged", "{\"id\":\"b-1\",\"guest\":\"A.\"}");
      mention = message(account, "b-9", "dead", "{\"text\":\"mail ANNA@example.com\"}");
      pending = message(account, "b-1", "pending", "{\"id\":\"b-1\",\"name\":\"Anna\"}");
      other = message(account, "b-2", "done", "{\"id\":\"b-2\",\"name\":\"Ben\"}");
      String anna =
          "{\"id\":\"b-1\",\"arrivalDate\":\"2026-12-01\",\"totalPrice\":100.10,"
              + "\"codes\":{\"confirmationCode\":\"HM1\"},"
              + "\"primaryGuest\":{\"name\":\"Anna\",\"emails\":[\"anna@example.com\"]}}";
      String ben =
          "{\"id\":\"b-2\",\"primaryGuest\":{\"name\":\"Ben\",\"emails\":[\"ben@example.com\"]}}";
      event(1, "reservation.created", anna, source);
      event(2, "reservation.updated", "{\"id\":\"b-1\",\"notes\":\"Anna comes late\"}", sameKey);
      event(3, "reservation.created", ben, other);
      event(
          4,
          "conversation.updated",
          "{\"id\":\"c\",\"reservationId\":\"b-1\","
              + "\"messages\":[{\"id\":\"m\",\"body\":\"Anna says hello\"}]}",
          UUID.randomUUID());
      state("reservation", "b-1", anna);
      state("reservation", "b-2", ben);
      for (String word : new String[] {"name anna", "email anna@example.com", "code hm1"}) {
        word(word, "b-1");
      }
      word("email ben@example.com", "b-2");
      delivery(1, UUID.randomUUID());
      delivery(3, UUID.randomUUID());
      sql("update event_head set last_seq = 4");
    }

    @Test
    void a_dry_run_counts_and_leaves_everything() throws Exception {
      JsonNode counted = erase(BY_EMAIL.formatted(true));

      assertCounts(counted);
      assertThat(everything()).contains("Anna comes late", "anna@example.com", "Anna says hello");
      assertThat(body(source)).contains("Anna");
    }

    @Test
    void an_erasure_leaves_ids_dates_and_amounts_and_others_data() throws Exception {
      JsonNode erased = erase(BY_EMAIL.formatted(false));

      assertCounts(erased);
      assertThat(everything())
          .doesNotContainIgnoringCase("anna")
          .contains("b-1", "2026-12-01", "100.1", "Ben", "ben@example.com");
      for (UUID one : new UUID[] {source, sameKey, mention}) {
        JsonNode shown = get("/inbox/" + one, 200).at("/data/attributes");
        assertThat(shown.path("body").isNull()).isTrue();
        assertThat(shown.path("error").asText()).startsWith("erased");
        call("POST", "/inbox/" + one + "/replay", null, 422);
      }
      assertThat(found("guest=ann") + found("guest_email=anna@example.com")).isEqualTo("");
      assertThat(found("guest_email=ben@example.com")).isEqualTo("b-2");
      assertThat(found("confirmation_code=HM1")).as("a code names no person").isEqualTo("b-1");
      assertThat(number("select count(*) from record_term where term like '%anna%'")).isZero();
      assertThat(body(other)).contains("Ben");
      assertThat(body(pending)).as("it is still to be processed").contains("Anna");
      assertThat(answers(1)).isZero();
      assertThat(answers(3)).isEqualTo(1);
      assertThat(erase(BY_EMAIL.formatted(false)).path("events").asInt()).isZero();
    }

    @Test
    void the_commands_of_the_privacy_page_count_export_and_erase() throws Exception {
      String page = Files.readString(Path.of("docs", "privacy.md"));
      List<String> commands =
          COMMAND.matcher(page).results().map(command -> command.group(1)).toList();
      assertThat(commands).hasSize(3);

      assertCounts(mapper.readTree(run(commands.get(0))).at("/data/attributes"));
      assertThat(run(commands.get(1)))
          .contains("anna@example.com", "\"b-1\"")
          .doesNotContain("\"b-2\"");
      assertCounts(mapper.readTree(run(commands.get(2))).at("/data/attributes"));
      assertThat(everything()).doesNotContainIgnoringCase("anna");
    }

    private String run(String command) throws Exception {
      ProcessBuilder shell =
          new ProcessBuilder("bash", "-euc", command.replace(ON_THE_PAGE, address()));
      shell.environment().put("KEY", KEY);
      Process process = shell.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      return answer;
    }

    @Test
    void neither_its_row_nor_the_audit_says_who_it_was() throws Exception {
      JsonNode erased = erase(BY_EMAIL.formatted(false));

      assertThat(erased.path("identifiers")).extracting(JsonNode::asText).containsExactly("email");
      assertThat(get("/erasures", 200).toString()).doesNotContainIgnoringCase("anna");
      JsonNode audit = get("/audit?action=POST%20erasures", 200);
      assertThat(audit.at("/data/0/attributes/fields"))
          .extracting(JsonNode::asText)
          .containsExactly("email", "dry_run");
      assertThat(audit.toString()).doesNotContainIgnoringCase("anna");
      assertThat(number("select count(*) from erasure where guest is not null")).isZero();
    }

    @Test
    void a_guest_id_that_only_the_provider_s_body_has_leads_to_the_record() throws Exception {
      UUID event = UUID.fromString(get("/events", 200).at("/data/2/id").asText());
      content(other, "{\"guest\":{\"id\":640012}}".getBytes(StandardCharsets.UTF_8));
      sql("update inbox set event_ids = '%s' where id = '%s'".formatted(event, other));

      JsonNode erased = erase("{\"erasure\":{\"guest_id\":\"640012\"}}");

      assertThat(erased.path("events").asInt()).isEqualTo(1);
      assertThat(everything()).doesNotContain("Ben").contains("Anna");
    }

    @Test
    void another_account_s_data_stays() throws Exception {
      Account theirs = accounts.create(account("theirs"));

      JsonNode none =
          erase(
              "{\"erasure\":{\"email\":\"anna@example.com\",\"integration_account_id\":\"%s\"}}"
                  .formatted(theirs.id()));
      assertThat(none.path("workspace_id").asText()).isEqualTo("theirs");
      JsonNode neither =
          erase("{\"erasure\":{\"email\":\"anna@example.com\",\"workspace_id\":\"theirs\"}}");

      assertThat(none.path("events").asInt() + neither.path("events").asInt()).isZero();
      assertThat(everything()).contains("anna@example.com");
    }

    @Test
    void what_a_crash_has_left_the_next_start_finishes() throws Exception {
      UUID id = UUID.fromString("01970000-0000-7000-8000-000000000001");
      SecretBox box = new SecretBox(new byte[32]);
      String guest =
          box.seal(
              "{\"guestId\":null,\"email\":\"anna@example.com\",\"phone\":null}",
              SecretBox.place("erasure", "guest", id));
      // The event with the address was erased before the crash, so only what was found tells.
      erase(BY_EMAIL.formatted(true));
      sql(
          "update event set envelope = replace(envelope, 'anna@example.com', '')",
          "insert into erasure (id, dry_run, identifiers, guest, state, found, events, created_at)"
              + " values ('%s', false, 'email', '%s', 'running', '[\"%s/reservation/b-1\"]', 1, '%s')"
                  .formatted(id, guest, account.id(), T));

      try (Erasures next = new Erasures(database, accounts, inbox, box, mapper, clock)) {
        next.start();
        Awaitility.await()
            .until(
                () -> get("/erasures/" + id, 200).at("/data/attributes/state").asText(),
                "done"::equals);
      }

      assertThat(everything()).doesNotContain("Anna comes late", "\"Anna\"", "anna@example.com");
    }

    @Test
    void what_cannot_be_a_guest_is_refused() throws Exception {
      for (String body :
          new String[] {
            "{}",
            "{\"erasure\":{}}",
            "{\"erasure\":{\"email\":\"anna\"}}",
            "{\"erasure\":{\"phone\":\"123\"}}",
            "{\"erasure\":{\"email\":\"a@example.com\",\"integration_account_id\":\"%s\"}}"
                .formatted(UUID.randomUUID())
          }) {
        call("POST", "/erasures", body, 422);
      }
      assertThat(number("select count(*) from erasure")).isZero();
    }

    private void assertCounts(JsonNode erasure) {
      assertThat(erasure.path("state").asText()).isEqualTo("done");
      assertThat(erasure.path("records").asInt()).isEqualTo(1);
      assertThat(erasure.path("events").asInt()).isEqualTo(3);
      assertThat(erasure.path("messages").asInt()).isEqualTo(3);
      assertThat(erasure.path("pending_messages").asInt()).isEqualTo(1);
      assertThat(erasure.path("answers").asInt()).isEqualTo(1);
    }

    private JsonNode erase(String body) throws Exception {
      return call("POST", "/erasures", body, 201).at("/data/attributes");
    }

    private String everything() throws Exception {
      return get("/events", 200).toString() + get("/reservations", 200);
    }

    private String body(UUID message) throws Exception {
      return get("/inbox/" + message, 200).at("/data/attributes/body").toString();
    }

    private long answers(long seq) throws Exception {
      return number(
          "select count(*) from delivery_attempt where answer is not null and delivery_id >= '%s'"
                  .formatted(DeliveryId.first(seq))
              + " and delivery_id < '%s'".formatted(DeliveryId.first(seq + 1)));
    }

    private static Account account(String workspace) {
      return Account.builder().provider("pms").name(workspace).workspaceId(workspace).build();
    }

    private UUID message(Account of, String key, String status, String body) throws Exception {
      UUID id = UUID.randomUUID();
      sql(
          "insert into inbox values ('%s','%s','pms','made','%s %s','%s','webhook',false,'%s','%s','%s',1,null,null,'%s',null,null,false)"
              .formatted(id, of.id(), of.id(), key, id, T, T, status, T),
          "insert into inbox_content values ('%s', '{\"x\":\"Anna\"}', '')".formatted(id));
      content(id, body.getBytes(StandardCharsets.UTF_8));
      return id;
    }

    private void event(int seq, String type, String record, UUID from) throws Exception {
      sql(
          "insert into event (seq, id, event_type, account_id, property_id, created_at, envelope)"
              + " values (%d, '%s', '%s', '%s', 'p', '%s', '%s')"
                  .formatted(
                      seq,
                      UUID.randomUUID(),
                      type,
                      account.id(),
                      T,
                      "{\"hook\":{\"eventType\":\"%s\"},\"data\":{\"record\":%s,\"sourceEvents\":[\"%s\"]}}"
                          .formatted(type, record, from)));
    }

    private String found(String query) throws Exception {
      return String.join(",", Api.ids(get("/reservations?" + query, 200)));
    }

    private void word(String word, String id) throws Exception {
      String snapshot = account.id() + "/reservation/" + id;
      sql("insert into record_term values ('%s', '%s')".formatted(word, snapshot));
    }

    private void state(String type, String id, String record) throws Exception {
      snapshot(account.id(), type, id, "p", false);
      sql("update snapshot set record = '%s' where record_id = '%s'".formatted(record, id));
    }
  }
}
