package io.bellhop.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in a real browser: every page, every action. Needs chromedriver, as Debian has it; a
 * machine without it leaves these tests out, unless {@code CONSOLE_BROWSER} is {@code required}, as
 * in CI. With {@code -Ddocs=write} the pictures in docs/console.md are taken anew.
 */
@Tag("slow")
class ConsoleBrowserTest {
  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    assumeTrue(
        Browser.isInstalled() || "required".equals(System.getenv("CONSOLE_BROWSER")),
        "no chromedriver here: apt-get install chromium-driver");
    ConsoleStage.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    ConsoleStage.stop();
  }

  @BeforeEach
  void look() {
    ConsoleStage.atADeskInTheLight();
  }

  @AfterEach
  void the_browser_has_complained_of_nothing() {
    if (ConsoleStage.browser != null) {
      assertThat(ConsoleStage.browser.complaints()).isEmpty();
    }
  }

  @Nested
  class Pages extends PageWalks {}

  @Nested
  class Messages extends MessageWalks {}

  @Nested
  class Subscribers extends SubscriptionWalks {}

  @Nested
  class Connections extends AccountWalks {}

  @Nested
  class Stories extends StoryWalks {}
}
