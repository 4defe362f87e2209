package io.bellhop.provider.sync;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.provider.sync.RepeatedPages.Page;
import io.bellhop.tool.fixture.FixtureJson;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RepeatedPagesTest {
  private static final UUID ACCOUNT = UUID.randomUUID();
  private static final List<String> ENTRIES = List.of("hash of a", "hash of b");

  private final RepeatedPages pages = new RepeatedPages();

  @Test
  void the_same_entries_by_another_cursor_end_the_run() {
    pages.check(ACCOUNT, page(0, ENTRIES), cursor(100), false);

    assertThatThrownBy(() -> pages.check(ACCOUNT, page(100, ENTRIES), cursor(200), false))
        .isInstanceOf(PermanentFailureException.class)
        .hasMessageContaining("the same entries on two successive pages");
  }

  @Test
  void a_page_that_is_processed_again_is_no_repeat() {
    Page page = page(0, ENTRIES);
    pages.check(ACCOUNT, page, cursor(100), false);

    assertThatCode(() -> pages.check(ACCOUNT, page, cursor(100), true)).doesNotThrowAnyException();
  }

  @Test
  void a_list_without_the_entries_read_before_continues_by_the_same_cursor_until_it_is_empty() {
    pages.check(ACCOUNT, page(0, ENTRIES), cursor(0), false);
    pages.check(ACCOUNT, page(0, ENTRIES), cursor(0), false);

    assertThatThrownBy(() -> pages.check(ACCOUNT, page(0, ENTRIES), cursor(0), true))
        .isInstanceOf(PermanentFailureException.class)
        .hasMessageContaining("names the page that Bellhop has just read as the next one");
  }

  private static Page page(int offset, List<String> entries) {
    ObjectNode body = FixtureJson.object().put("run", "one").put("phase", SyncProgress.LIST);
    body.set("cursor", cursor(offset));
    return new Page(UUID.randomUUID(), body, entries);
  }

  private static ObjectNode cursor(int offset) {
    return FixtureJson.object().put("offset", offset);
  }
}
