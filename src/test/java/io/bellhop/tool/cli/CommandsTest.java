package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.Bellhop;
import io.bellhop.crash.HubJar;
import io.bellhop.support.ChildJvm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as processes: what they print, and how they end. */
@Tag("slow")
class CommandsTest {
  private static final Path GOOD = Path.of("src/test/resources/check/acme/acme.camel.yaml");

  @TempDir private Path root;

  private record Ended(int code, List<String> out, List<String> err) {}

  @Test
  void a_hub_does_not_start_with_a_route_file_that_is_wrong_and_says_where() throws Exception {
    write(Files.readString(GOOD).replace("idempotencyKey, value", "idempotenceKey, value"));

    Ended ended = run("-Dbellhop.routes.extra=" + root, "io.bellhop.Bellhop", "serve");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .containsExactly(
            "bellhop: acme/acme.camel.yaml:9: unknown template parameter idempotenceKey of"
                + " bellhop-ingest; did you mean idempotencyKey? (1 more: bellhop check"
                + " shows all)");
  }

  @Test
  void check_ends_with_1_for_findings_and_with_2_for_a_wrong_command_line() throws Exception {
    write(Files.readString(GOOD));

    Ended found = run("io.bellhop.Bellhop", "check", root.toString());

    assertThat(found.code()).isEqualTo(1);
    assertThat(found.err()).isEmpty();
    assertThat(found.out())
        .containsExactly(
            "acme/acme.camel.yaml:32: there is no mapping acme/reservation.jslt; write folder and"
                + " file, as in acme/booking.jslt",
            "acme: the provider has no fixtures; put the body of a webhook into"
                + " acme/fixtures/<event>.json and run check --update",
            "1 file, 0 fixtures: 2 findings");
    assertThat(fault("check", "--update")).startsWith("bellhop: --update writes files");
  }

  @Test
  void a_wrong_command_line_is_one_line_that_names_the_fault_and_the_help() {
    for (String command : Commands.of(new Bellhop()).getSubcommands().keySet()) {
      assertThat(fault(command, "--nonsense=secret"))
          .isEqualTo(
              "bellhop: unknown option --nonsense; bellhop "
                  + command
                  + " --help explains the command line");
    }
    assertThat(fault("tail", "--api-kei=secret"))
        .startsWith("bellhop: unknown option --api-kei; did you mean --api-key? bellhop tail --");
    assertThat(fault("serv"))
        .isEqualTo(
            "bellhop: unknown command serv; did you mean serve? bellhop --help explains the"
                + " command line");
    assertThat(fault("serve", "now"))
        .isEqualTo(
            "bellhop: unexpected argument now; bellhop serve --help explains the command line");
    assertThat(fault("bench", "--seconds", "soon"))
        .startsWith("bellhop: invalid value for option '--seconds'");
    assertThat(fault("serve", "--bellhop.http.port=1"))
        .startsWith("bellhop: bellhop.http.port is not an argument of a command");
  }

  private static String fault(String... arguments) {
    StringWriter err = new StringWriter();
    int code = Commands.of(new Bellhop()).setErr(new PrintWriter(err, true)).execute(arguments);
    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    return err.toString().strip();
  }

  @Test
  void the_other_side_of_a_hub_takes_its_options_from_the_environment_too() throws Exception {
    Map<String, String> hub =
        Map.of("BELLHOP_URL", "a url with ${env:HOME}", "BELLHOP_API_KEY", "key");

    assertThat(run(Map.of(), "io.bellhop.Bellhop", "export").err())
        .containsExactly(
            "bellhop: the API key is missing: give --api-key, or set BELLHOP_API_KEY to it");
    assertThat(run(hub, "io.bellhop.Bellhop", "export").err())
        .as("the key is there, and nothing of a value is taken for a variable")
        .singleElement()
        .asString()
        .endsWith("was: a url with ${env:HOME}");
    assertThat(
            run(Map.of("BELLHOP_WEBHOOK_SECRET", "whsec_!"), "io.bellhop.Bellhop", "listen").err())
        .singleElement()
        .asString()
        .contains("must be whsec_ and base64");
  }

  private void write(String routes) throws Exception {
    Files.createDirectories(root.resolve("acme"));
    Files.writeString(root.resolve("acme/acme.camel.yaml"), routes);
  }

  private Ended run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  private Ended run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(ChildJvm.JAVA));
    command.addAll(HubJar.options());
    command.addAll(List.of(arguments));
    Path out = root.resolve("out.txt");
    Path err = root.resolve("err.txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), lines(out), lines(err));
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> lines(Path file) throws Exception {
    return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
  }
}
