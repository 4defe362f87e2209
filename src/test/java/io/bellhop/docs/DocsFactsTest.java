package io.bellhop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What README.md and the pages say of files beside them. */
class DocsFactsTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern OPTION =
      Pattern.compile("(?m)^\\| `(bellhop\\.[a-z.-]+)` \\| (?:`([^`]*)` )?\\| ");

  @Test
  void the_options_of_the_readme_exist_and_have_these_defaults() throws Exception {
    Map<String, String> described = new TreeMap<>();
    OPTION
        .matcher(Files.readString(README))
        .results()
        .forEach(row -> described.put(row.group(1), row.group(2) == null ? "" : row.group(2)));

    assertThat(described).isNotEmpty();
    assertThat(OptionsFile.defaults(Path.of("src/main/resources/bellhop.properties")))
        .containsAllEntriesOf(described);
  }

  @Test
  void the_readme_links_to_the_page_of_each_provider() throws Exception {
    String readme = Files.readString(README);

    assertThat(GeneratedDocsTest.providers())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(readme).contains("](docs/providers/" + name + ".md)"));
  }

  @Test
  void the_ci_script_runs_what_a_new_user_and_a_contributor_run() throws Exception {
    String script = Files.readString(Path.of(".ci", "run"));

    assertThat(script)
        .contains("\n" + lastCommand(Block.of(README, "Quick start").get(0)))
        .contains(
            "\n" + lastCommand(Block.of(Path.of("docs/contributing.md"), "Build and test").get(0)));
  }

  @Test
  void the_architecture_page_has_every_table_of_the_schema_and_no_other() throws Exception {
    String schema = Files.readString(Path.of("src/main/resources/db/common/V1__bellhop.sql"));
    TreeSet<String> tables = found("(?m)^create table (\\w+)", schema);
    // Flyway makes its own.
    tables.add("bellhop_schema");

    String page = Files.readString(Path.of("docs/architecture.md"));
    String section = page.substring(page.indexOf("## Tables"), page.indexOf("## Locks"));
    String names =
        section
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("\\|")[1])
            .collect(Collectors.joining("\n"));
    assertThat(found("`(\\w+)`", names)).isEqualTo(tables);
  }

  private static TreeSet<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String lastCommand(Block block) {
    String[] commands = block.text().strip().split(" && ");
    return commands[commands.length - 1];
  }
}
