package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong; AddAProviderTest runs the command as it is meant. */
class NewProviderCommandTest {
  @TempDir private Path root;

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("new-provider", "--defaults", "--in=" + root));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AcmeRentals | lower-case letters, digits and single hyphens, and begin with a"
            + " letter, as in acme-rentals",
        "../x | as in x; was: ../x",
        "acme --proof=hmca | --verify hmca is unknown; did you mean hmac?",
        "acme --body=thin --api-auth=none | --body=thin needs the API",
        "acme --read=/v1 | --read and --record are for --body=thin",
        "acme --base-url=https://a.example.com | --base-url needs an API: say by --api-auth",
        "acme --verify=basic --signature-header=X-A | --signature-header is for --verify=hmac",
        "acme --api-auth=basic --base-url=https://a.example.com/v1 | --base-url must be scheme and host",
        "acme --sample=nowhere.json | there is no file nowhere.json",
        "acme --id=$.data.nr | --id: the sample has nothing at $.data.nr; there are $.id",
        "acme --id=$..id | --id must be a field such as $.data.id; was: $..id"
      })
  void a_wrong_answer_says_what_is_right_and_writes_nothing(String arguments, String says) {
    CommandRun run = run(arguments.split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(says);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void what_is_there_is_not_replaced() throws Exception {
    Files.createDirectories(root.resolve("fixtures/acme"));

    assertThat(run("acme").errors())
        .containsExactly(
            "bellhop: there is something at "
                + root.resolve("fixtures/acme")
                + " already: delete it, or use another name");
    assertThat(run("guesty").errors())
        .singleElement()
        .asString()
        .startsWith("bellhop: there is a provider guesty already");
    assertThat(root.resolve("routes")).doesNotExist();
  }
}
