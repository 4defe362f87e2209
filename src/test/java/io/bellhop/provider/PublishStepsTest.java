package io.bellhop.provider;

import static io.bellhop.provider.Given.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.inbox.Delivery;
import io.bellhop.publish.Publication;
import io.bellhop.publish.UnmappedWord;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a route's variables say of a record. */
class PublishStepsTest {
  private static final Instant ASKED = Given.NOW.plusSeconds(1);

  private final CamelContext context = new DefaultCamelContext();
  private final PublishSteps steps = new PublishSteps(null, null);
  private final Delivery delivery = Given.delivery("k");
  private final Work work = Given.work(delivery);
  private Exchange exchange;

  @BeforeEach
  void start() {
    exchange = Given.exchange(context, json("{'id': '7'}"));
    new Current(work, Given.account(), List.of(delivery)).on(exchange);
    exchange.setVariable("recordType", "reservation");
    exchange.setVariable("verb", "updated");
  }

  @Test
  void a_record_without_more_words_is_as_the_webhook_brought_it() {
    Publication publication = publish();

    assertThat(publication.provenance().clock()).isEmpty();
    assertThat(publication.provenance().eventTime()).isNull();
    assertThat(publication.provenance().readAt()).isNull();
    assertThat(publication.provenance().canRead()).isFalse();
  }

  @Test
  void clock_event_time_and_reading_are_variables() {
    exchange.setVariable("clock", "altered");
    exchange.setVariable("eventTime", "2026-05-02T11:30:00.123+02:00");
    exchange.setVariable("canRead", "true");

    Publication publication = publish();

    assertThat(publication.provenance().clock()).isEqualTo("altered");
    assertThat(publication.provenance().eventTime()).isEqualTo("2026-05-02T09:30:00.123Z");
    assertThat(publication.provenance().canRead()).isTrue();
  }

  @Test
  void what_a_source_leaves_out_has_a_name_and_a_former_one() {
    exchange.setVariable("carry", "notes,codes");
    assertThat(publish().carry()).containsExactly("notes", "codes");

    exchange.setVariable("preserve", "rooms");
    assertThat(publish().carry()).containsExactly("rooms");
  }

  @Test
  void a_route_refuses_with_its_own_reason_and_leaves_none_behind() {
    exchange.setVariable("error", "Acme has no such stay");

    assertThatThrownBy(() -> steps.refuse(exchange))
        .isInstanceOf(RefusedException.class)
        .hasMessage("Acme has no such stay");
    assertThat(exchange.getVariable("error")).isNull();
  }

  @Test
  void a_clock_is_a_name() {
    exchange.setVariable("clock", "2026-05-02T09:30:00Z");

    assertThatThrownBy(this::publish)
        .isInstanceOf(HopelessException.class)
        .hasMessageContaining("clock must be a name");
  }

  @Test
  void an_event_time_that_cannot_be_read_is_a_warning() {
    exchange.setVariable("eventTime", "yesterday");

    Publication publication = publish();

    assertThat(publication.provenance().eventTime()).isNull();
    assertThat(publication.warnings()).hasSize(1).first().asString().contains("yesterday");
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
    ReadAnswers.remember(exchange, "/v1/guests/{recordId}", json("{'name': 'Ada'}"), ASKED);
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
  void warnings_unknown_words_and_doubtful_times_go_with_the_record() {
    WrittenTime doubtful = WrittenTime.read("2026-10-25T02:30:00", ZoneId.of("Europe/Berlin"));
    Warnings.of(exchange).addUnmapped("status", "no_show");
    Warnings.of(exchange).addDoubtful("2026-10-25T02:30:00", doubtful);

    Publication publication = publish();

    assertThat(publication.warnings()).hasSize(2);
    assertThat(publication.unmapped()).containsExactly(new UnmappedWord("status", "no_show"));
    assertThat(publication.provenance().doubtful().apply(doubtful.utc())).isEqualTo(doubtful);
    assertThat(publish().unmapped()).isEmpty();
  }

  private void read(String path, String id) {
    exchange.setVariable("recordId", id);
    exchange.setVariable("revisionId", id);
    JsonNode answer = json("{'_id': '7'}");
    ReadAnswers.remember(exchange, path, answer, ASKED);
    JsonNode record = json("{'id': '7'}");
    ReadAnswers.mapped(exchange, answer, record);
    exchange.getMessage().setBody(record);
  }

  private Publication publish() {
    steps.publish(exchange);
    List<Publication> all = work.finished().publications();
    return all.get(all.size() - 1);
  }
}
