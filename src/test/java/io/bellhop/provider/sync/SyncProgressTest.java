package io.bellhop.provider.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.event.SyncPage;
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

  private void begin() {
    progress.begin(UUID.randomUUID(), true, null, NOW);
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
