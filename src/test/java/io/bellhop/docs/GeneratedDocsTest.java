package io.bellhop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages that are written by a program are what it writes. With {@code -Ddocs=write} this test
 * writes them.
 */
class GeneratedDocsTest {
  private static final Path DOCS = Path.of("docs");
  private static final Path PROPERTIES = Path.of("src/main/resources/bellhop.properties");
  private static final Path ROUTES = Path.of("routes");
  private static final String REGENERATE =
      "%s is not what its sources say. Run: mvn test -Dtest=GeneratedDocsTest -Ddocs=write";

  @Test
  void the_configuration_page_is_generated_from_the_properties_file() throws Exception {
    assertGenerated(
        DOCS.resolve("configuration.md"), ConfigurationPage.of(PROPERTIES, providers()));
  }

  @Test
  void the_page_of_events_is_generated_from_the_catalogue_and_its_examples() throws Exception {
    assertGenerated(
        DOCS.resolve("events.md"),
        EventsPage.of(Path.of("src/main/resources/io/bellhop/api/events")));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void a_provider_s_page_is_generated_from_its_folders(String provider) throws Exception {
    assertGenerated(
        DOCS.resolve("providers").resolve(provider + ".md"),
        new ProviderPage(provider, ROUTES, Path.of("fixtures")).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"README.md", "docs/sync.md", "docs/registration.md", "docs/onboarding.md"})
  void tables_with_a_row_for_each_provider_are_generated_from_their_folders(Path page)
      throws Exception {
    String text = new ProviderTables(ROUTES, providers()).of(page);

    assertThat(text).contains(" of each provider -->");
    assertGenerated(page, text);
  }

  @Test
  void every_option_has_a_description() throws Exception {
    for (OptionsFile section : OptionsFile.sections(PROPERTIES)) {
      assertThat(section.options())
          .allSatisfy(option -> assertThat(option.description()).as(option.name()).isNotBlank());
    }
  }

  @Test
  void there_is_a_page_for_each_provider_and_no_other() throws Exception {
    try (Stream<Path> pages = Files.list(DOCS.resolve("providers"))) {
      assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
          .containsExactlyInAnyOrderElementsOf(providers());
    }
  }

  static List<String> providers() throws IOException {
    try (Stream<Path> folders = Files.list(ROUTES)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.startsWith("_"))
          .sorted()
          .toList();
    }
  }

  private static void assertGenerated(Path page, String text) throws IOException {
    if ("write".equals(System.getProperty("docs"))) {
      Files.createDirectories(page.toAbsolutePath().getParent());
      Files.writeString(page, text);
    }
    assertThat(page).exists();
    assertThat(Files.readString(page)).as(REGENERATE, page).isEqualTo(text);
  }
}
