package io.bellhop.pipeline;

import static io.bellhop.pipeline.RouteExchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.event.EventDraft;
import io.bellhop.event.KnownRecords;
import io.bellhop.event.UnmappedValue;
import io.bellhop.failure.ApiLagException;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.support.MutableClock;
import io.bellhop.time.WrittenTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route's variables say of a record. */
class PublishStepsTest {
  private static final Instant ASKED = RouteExchange.NOW.plusSeconds(1);

  private final CamelContext context = new DefaultCamelContext();
  private final KnownRecords known = new KnownRecords(null);
  private final PublishSteps steps =
      new PublishSteps(
          null,
          null,
          known,
          new RecordSchemaFilter(),
          new RereadScheduler(new MutableClock(), Duration.ofSeconds(1)));
  private final InboxMessage message = RouteExchange.message("k");
  private final ClaimResult result = RouteExchange.result(message);
  private Exchange exchange;

  @BeforeEach
  void start() {
    exchange = RouteExchange.exchange(context, json("{'id': '7'}"));
    new ExchangeContext(result, RouteExchange.account(), List.of(message)).on(exchange);
    exchange.setVariable("recordType", "reservation");
    exchange.setVariable("verb", "updated");
  }

  @Test
  void a_record_without_more_words_is_as_the_webhook_brought_it() {
    EventDraft draft = publish();

    assertThat(draft.provenance().clock()).isEmpty();
    assertThat(draft.provenance().eventTime()).isNull();
    assertThat(draft.provenance().readAt()).isNull();
    assertThat(draft.provenance().canRead()).isFalse();
  }

  @Test
  void clock_event_time_and_reading_are_variables() {
    exchange.setVariable("clock", "altered");
    exchange.setVariable("eventTime", "2026-05-02T11:30:00.123+02:00");
    exchange.setVariable("canRead", "true");

    EventDraft draft = publish();

    assertThat(draft.provenance().clock()).isEqualTo("altered");
    assertThat(draft.provenance().eventTime()).isEqualTo("2026-05-02T09:30:00.123Z");
    assertThat(draft.provenance().canRead()).isTrue();
  }

  @Test
  void a_stay_of_which_a_date_could_not_be_read_is_worth_an_event() {
    Warnings.of(exchange).noteUnreadDate();
    assertThat(publish().provenance().disputed()).isTrue();
    assertThat(publish().provenance().disputed()).isFalse();
  }

  @Test
  void a_date_that_could_not_be_read_and_is_no_part_of_the_stay_is_not() {
    exchange
        .getMessage()
        .setBody(json("{'id': '7', 'arrivalDate': '2027-05-01', 'departureDate': '2027-05-04'}"));
    Warnings.of(exchange).noteUnreadDate();

    assertThat(publish().provenance().disputed()).isFalse();
  }

  @Test
  void the_former_state_of_a_record_matters_until_an_event_shows_the_new_one() {
    exchange.setVariable("recordId", "7");
    assertThat(steps.needsBefore(exchange)).isTrue();

    known.published(publish(), "reservation.updated", RouteExchange.NOW);
    assertThat(steps.needsBefore(exchange)).isFalse();

    exchange.setVariable("recordId", "8");
    assertThat(steps.needsBefore(exchange)).as("another record").isTrue();
    exchange.setVariable("recordId", "7");
    exchange.setVariable("recordType", "block");
    assertThat(steps.needsBefore(exchange)).as("another type").isTrue();
    exchange.removeVariable("recordId");
    assertThat(steps.needsBefore(exchange)).as("the record is unknown").isTrue();
  }

  @Test
  void what_leaves_no_snapshot_is_not_remembered() {
    exchange.setVariable("recordId", "7");

    steps.announce(exchange);
    known.published(result.finished().drafts().get(0), "reservation.updated", RouteExchange.NOW);
    exchange.setVariable("verb", "deleted");
    known.published(publish(), "reservation.deleted", RouteExchange.NOW);

    assertThat(steps.needsBefore(exchange)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "availability|{'kinds': ['prices']}|propertyId or roomTypeIds",
        "availability|{'kinds': ['prices'], 'propertyId': {'id': 7}}|propertyId or roomTypeIds",
        "reservation|{'status': 'PENDING'}|id",
        "reservation|{'id': {'a': 7}, 'status': 'PENDING'}|id",
        "sync|{}|id"
      })
  void what_does_not_say_what_it_is_about_is_no_event(String given) {
    String[] parts = given.split("\\|");
    exchange.setVariable("recordType", parts[0]);
    exchange.getMessage().setBody(json(parts[1]));

    assertThatThrownBy(() -> steps.announce(exchange))
        .isInstanceOf(PermanentFailureException.class)
        .hasMessageStartingWith("the mapping of " + parts[0] + " gives no record with " + parts[2]);
  }

  @Test
  void a_calendar_is_named_by_its_property_or_by_its_room_types() {
    exchange.setVariable("recordType", "availability");
    for (String place : List.of("'propertyId': 7", "'roomTypeIds': ['8']")) {
      exchange.getMessage().setBody(json("{'kinds': ['prices'], " + place + "}"));
      steps.announce(exchange);
    }
    assertThat(result.finished().drafts()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"123", "123.0", "'123'", "' 123 '", "1.23e2"})
  void an_id_has_one_form_however_it_is_written(String id) {
    exchange.getMessage().setBody(json("{'id': " + id + "}"));

    assertThat(publish().recordId()).isEqualTo("123");
  }

  @Test
  void what_a_source_leaves_out_has_a_name_and_a_former_one() {
    exchange.setVariable("carry", "notes,codes");
    assertThat(publish().preserved()).containsExactly("notes", "codes");

    exchange.setVariable("preserve", "rooms");
    assertThat(publish().preserved()).containsExactly("rooms");
  }

  @Test
  void an_id_that_no_column_holds_is_refused_with_its_length() {
    String id = "7".repeat(EventDraft.LONGEST_ID + 1);
    exchange.getMessage().setBody(json("{'id': '" + id + "'}"));

    assertThatThrownBy(() -> steps.publish(exchange))
        .isInstanceOf(PermanentFailureException.class)
        .hasMessage(
            "the record's id has 201 characters, and the limit is 200: map another field to id");
    assertThatThrownBy(() -> steps.announce(exchange))
        .isInstanceOf(PermanentFailureException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stay;*",
        "a b",
        "stay.x",
        "\r\nstay",
        "an-owner-who-has-a-name-of-41-characters-x"
      })
  void a_webhook_cannot_name_an_unknown_event(String name) {
    exchange.setVariable("recordType", name);
    assertThatThrownBy(() -> steps.publish(exchange))
        .isInstanceOf(PermanentFailureException.class)
        .hasMessageStartingWith("the route's variable recordType must be a name");

    exchange.setVariable("recordType", "reservation");
    exchange.setVariable("verb", name);
    assertThatThrownBy(() -> steps.publish(exchange))
        .isInstanceOf(PermanentFailureException.class)
        .hasMessageStartingWith("the route's variable verb must be a name");
  }

  @Test
  void a_route_refuses_with_its_own_reason_and_leaves_none_behind() {
    exchange.setVariable("error", "Acme has no such stay");

    assertThatThrownBy(() -> steps.refuse(exchange))
        .isInstanceOf(ApiRejectedException.class)
        .hasMessage("Acme has no such stay");
    assertThat(exchange.getVariable("error")).isNull();
  }

  @Test
  void a_clock_is_a_name() {
    exchange.setVariable("clock", "2026-05-02T09:30:00Z");

    assertThatThrownBy(this::publish)
        .isInstanceOf(PermanentFailureException.class)
        .hasMessageContaining("clock must be a name");
  }

  @Test
  void an_event_time_that_cannot_be_read_is_a_warning() {
    exchange.setVariable("eventTime", "yesterday");

    EventDraft draft = publish();

    assertThat(draft.provenance().eventTime()).isNull();
    assertThat(draft.warnings()).hasSize(1).first().asString().contains("yesterday");
  }

  @Test
  void what_was_mapped_from_an_answer_of_the_api_was_read_from_it() {
    read("/v1/stays/{recordId}", "7");

    assertThat(publish().provenance().readAt()).isEqualTo(ASKED);
  }

  @Test
  void an_answer_about_something_else_is_no_reading_of_the_record() {
    read("/v1/revisions/{revisionId}", "99");
    assertThat(publish().provenance().readAt()).isNull();

    // A guest who was fetched beside it.
    AnswerTracker.remember(exchange, "/v1/guests/{recordId}", json("{'name': 'Ada'}"), ASKED);
    exchange.getMessage().setBody(json("{'id': '7'}"));
    assertThat(publish().provenance().readAt()).isNull();
  }

  @Test
  void a_route_may_say_so_itself() {
    read("/v1/stays/{recordId}", "7");
    exchange.setVariable("read", "false");
    assertThat(publish().provenance().readAt()).isNull();

    exchange.getMessage().setBody(json("{'id': '7'}"));
    exchange.setVariable("read", "true");
    assertThat(publish().provenance().readAt()).isEqualTo(ASKED);
  }

  @Test
  void bellhop_waits_for_a_missing_part_until_two_seconds_after_the_webhook() {
    MutableClock clock = new MutableClock();
    ApiLag lag = new ApiLag(clock, Duration.ofMinutes(2), known);
    PublishSteps patient =
        new PublishSteps(
            lag,
            null,
            known,
            new RecordSchemaFilter(),
            new RereadScheduler(clock, Duration.ofSeconds(1)));
    new ExchangeContext(result, RouteExchange.account(), List.of(RouteExchange.message("k")))
        .on(exchange);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new ApiRejectedException("no guest"));
    AnswerTracker.noteCall(exchange);

    clock.forward(Duration.ofMillis(1999));
    assertThatThrownBy(() -> patient.awaitPart(exchange)).isInstanceOf(ApiLagException.class);

    clock.forward(Duration.ofMillis(1));
    assertThatCode(() -> patient.awaitPart(exchange)).doesNotThrowAnyException();
  }

  @Test
  void a_field_of_another_type_than_its_schema_is_left_out_of_the_record_with_a_warning() {
    exchange.getMessage().setBody(json("{'id': '7', 'notes': 42, 'totalPrice': {'EUR': 5}}"));
    exchange.setVariable("before", json("{'id': '7', 'notes': 41, 'status': 7}"));

    EventDraft draft = publish();

    assertThat(draft.record()).isEqualTo(json("{'id': '7', 'notes': '42'}"));
    assertThat(draft.before()).isEqualTo(json("{'id': '7', 'notes': '41'}"));
    assertThat(draft.warnings())
        .containsExactly("totalPrice: an object is not a number, so the field is left out");
  }

  @Test
  void warnings_unknown_words_and_doubtful_times_go_with_the_record() {
    WrittenTime doubtful = WrittenTime.read("2026-10-25T02:30:00", ZoneId.of("Europe/Berlin"));
    Warnings.of(exchange).addUnmapped("status", "no_show");
    Warnings.of(exchange).addDoubtful("2026-10-25T02:30:00", doubtful);

    EventDraft draft = publish();

    assertThat(draft.warnings()).hasSize(2);
    assertThat(draft.unmapped()).containsExactly(new UnmappedValue("status", "no_show"));
    assertThat(draft.provenance().doubtful().apply(doubtful.utc())).isEqualTo(doubtful);
    assertThat(publish().unmapped()).isEmpty();
  }

  private void read(String path, String id) {
    exchange.setVariable("recordId", id);
    exchange.setVariable("revisionId", id);
    JsonNode answer = json("{'_id': '7'}");
    AnswerTracker.remember(exchange, path, answer, ASKED);
    JsonNode record = json("{'id': '7'}");
    AnswerTracker.mapped(exchange, answer, record);
    exchange.getMessage().setBody(record);
  }

  private EventDraft publish() {
    steps.publish(exchange);
    List<EventDraft> all = result.finished().drafts();
    return all.get(all.size() - 1);
  }
}
