package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MisplacedOptionTest {
  @ParameterizedTest
  @CsvSource({
    "--bellhop.api-key=hush, bellhop.api-key, BELLHOP_API_KEY",
    "-Dbellhop.api-key=hush, bellhop.api-key, BELLHOP_API_KEY",
    "bellhop.db.url=hush, bellhop.db.url, BELLHOP_DB_URL",
    "--http.port=hush, bellhop.http.port, BELLHOP_HTTP_PORT",
    "--bellhop.guesty.merge-window, bellhop.guesty.merge-window, BELLHOP_GUESTY_MERGE_WINDOW"
  })
  void an_error_names_where_an_option_among_the_arguments_belongs(
      String argument, String option, String variable) {
    assertThat(MisplacedOption.explain(List.of("serve", argument)).orElseThrow())
        .contains("java -D" + option + "=...", "in the environment as " + variable)
        .doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dev", "--port=1", "-x", "reservation.new", "--", "./bellhop.yaml"})
  void other_arguments_are_refused(String argument) {
    assertThat(MisplacedOption.explain(List.of("serve", argument))).isEmpty();
  }

  @Test
  void the_command_line_says_so_in_one_line() {
    java.io.StringWriter err = new java.io.StringWriter();

    int code =
        Commands.of(new ServeCommand())
            .setErr(new java.io.PrintWriter(err))
            .execute("--bellhop.api-key=hush");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("bellhop: bellhop.api-key is not an argument of a command: ");
  }
}
