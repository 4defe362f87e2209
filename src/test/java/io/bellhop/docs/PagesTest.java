package io.bellhop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every page that users read. */
class PagesTest {
  /** Words without a subject or with another word in the glossary. */
  private static final Pattern RETIRED =
      Pattern.compile(
          "(?i)\\b(somebody|nobody|whoever|told|taken up|is over|come again|comes again"
              + "|tried again|mended|of no avail|hopeless)\\b");

  @ParameterizedTest
  @MethodSource("pages")
  void relative_links_and_anchors_resolve(Path file) throws Exception {
    Page page = Page.read(file);

    assertThat(page.relativeLinks())
        .allSatisfy(
            link -> {
              Path target = page.target(link);
              assertThat(target).as("%s links to %s", file, link).exists();
              if (link.contains("#") && Files.isRegularFile(target)) {
                assertThat(Page.read(target).anchors())
                    .as("anchors of %s, to which %s links", target, file)
                    .contains(link.substring(link.indexOf('#') + 1));
              }
            });
  }

  @ParameterizedTest
  @MethodSource("pages")
  void prose_has_no_retired_words(Path file) throws Exception {
    assertThat(RETIRED.matcher(Page.read(file).prose()).results().map(MatchResult::group))
        .as("%s: docs/glossary.md has the words", file)
        .isEmpty();
  }

  static List<Path> pages() throws IOException {
    return Page.all();
  }
}
