package io.bellhop.provider.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.event.SyncPage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which lists a later run may ask about instead of reading them. */
class SyncProgressTest {
  private static final Instant NOW = Instant.parse("2026-05-02T09:30:00Z");
  private static final JsonNode NEXT = JsonNodeFactory.instance.objectNode().put("page", "2");

  private final SyncProgress progress = new SyncProgress(UUID.randomUUID(), NOW);

  @Test
  void a_list_of_one_page_is_known_in_full_when_its_run_is_done() {
    begin();
    progress.finishPage(page(null));
    assertThat(progress.isKnownInFull()).as("while the run goes on").isFalse();

    progress.finish(NOW);

    begin();
    assertThat(progress.isKnownInFull()).isTrue();
    progress.fail("no answer", NOW);
    begin();
    assertThat(progress.isKnownInFull()).as("the failed run has read nothing new").isTrue();
  }

  @Test
  void of_several_pages_none_is() {
    begin();
    progress.finishPage(page(NEXT));
    progress.startPage();
    progress.finishPage(page(null));
    progress.finish(NOW);

    begin();
    assertThat(progress.isKnownInFull()).isFalse();
  }

  @Test
  void nor_is_one_whose_run_leaves_something_to_retry_or_failed_later() {
    begin();
    progress.finishPage(page(null));
    progress.deferred = 1;
    progress.finish(NOW);
    begin();
    assertThat(progress.isKnownInFull()).isFalse();

    progress.finishPage(page(null));
    progress.fail("a record cannot be read", NOW);
    begin();
    assertThat(progress.isKnownInFull()).isFalse();
  }

  @Test
  void a_list_that_has_not_changed_stays_known_and_is_no_whole_one() {
    begin();
    progress.finishPage(page(null));
    assertThat(progress.isWhole()).isTrue();
    progress.finish(NOW);

    begin();
    progress.finishPage(SyncPage.unchanged(null));
    assertThat(progress.isWhole()).isFalse();
    progress.finish(NOW);

    begin();
    assertThat(progress.isKnownInFull()).isTrue();
  }

  @Test
  void a_further_list_is_read_when_its_last_reading_is_too_old_or_everything_is_read() {
    Duration day = Duration.ofDays(1);
    begin(false, NOW);
    assertThat(progress.isDue("guests", day)).as("it was never read").isTrue();
    progress.beginList("guests");
    progress.finish(NOW);

    begin(false, NOW.plus(day).minusSeconds(1));
    assertThat(progress.isDue("guests", day)).isFalse();
    assertThat(progress.isDue("guests", null)).as("each run reads it").isTrue();
    assertThat(progress.isDue("reviews", day)).isTrue();
    begin(false, NOW.plus(day));
    assertThat(progress.isDue("guests", day)).isTrue();
    begin(true, NOW);
    assertThat(progress.isDue("guests", day)).isTrue();
  }

  @Test
  void a_further_list_that_was_refused_is_asked_for_again_by_the_next_run() {
    begin(false, NOW);
    progress.beginList("reviews");
    progress.beginList("guests");
    progress.leaveOut("403");
    progress.finish(NOW);

    begin(false, NOW);
    assertThat(progress.isDue("guests", Duration.ofDays(1))).isTrue();
    assertThat(progress.isDue("reviews", Duration.ofDays(1))).isFalse();
  }

  private void begin() {
    begin(true, NOW);
  }

  private void begin(boolean full, Instant at) {
    progress.begin(UUID.randomUUID(), full, null, at);
    progress.startPage();
  }

  private static SyncPage page(JsonNode next) {
    return new SyncPage(
        null,
        1,
        List.of(),
        List.of(),
        null,
        null,
        next,
        null,
        false,
        0,
        JsonNodeFactory.instance.objectNode().put("path", "/v1/bookings"));
  }
}
