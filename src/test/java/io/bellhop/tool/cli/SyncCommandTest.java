package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncCommandTest {
  private static final String SYNC = "/integration_accounts/a-1/sync";

  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub();
    hub.answering(
        "/integration_accounts?pagination%5Bpage%5D=1&pagination%5Blimit%5D=100",
        200,
        "{\"data\":[{\"id\":\"a-1\",\"attributes\":{\"provider\":\"acme\",\"name\":\"Lodges\"}}],"
            + "\"meta\":{\"total\":1}}");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void it_waits_for_the_end_and_reports_the_result() {
    answering(202, "running", 0, 0, "");
    answering(200, "running", 100, 3, "");
    answering(200, "done", 140, 4, "");

    CommandRun run = hub.run("sync", "acme", "--full");

    assertThat(run).isEqualTo(new CommandRun(0, "", "sync done: 140 records read, 4 events\n"));
    assertThat(hub.calls().get(1).body().toString()).isEqualTo("{\"sync\":{\"full\":true}}");
  }

  @Test
  void a_sync_that_fails_says_why_and_ends_with_1() {
    answering(202, "failed", 7, 0, "the provider's API answers 403");

    CommandRun run = hub.run("sync", "acme", "--account", "Lodges");

    assertThat(run)
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "bellhop: the sync failed after 7 records read, 0 events: the provider's"
                    + " API answers 403\n"));
  }

  @Test
  void it_may_be_left_to_itself() {
    answering(202, "running", 0, 0, "");

    assertThat(hub.run("sync", "acme", "--no-wait"))
        .isEqualTo(new CommandRun(0, "", "sync running: 0 records read, 0 events\n"));
  }

  private void answering(int status, String state, int listed, int published, String error) {
    hub.answering(
        SYNC,
        status,
        "{\"data\":{\"attributes\":{\"state\":\"%s\",\"listed\":%d,\"published\":%d,\"error\":\"%s\"}}}"
            .formatted(state, listed, published, error));
  }
}
