package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bellhop.store.ContentCipher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private static final String PORT = "bellhop.http.port";

  @TempDir private Path folder;

  @Test
  void without_a_word_the_defaults_hold() {
    assertThat(load(Map.of(), Map.of()).number(PORT, 0, 65535)).isEqualTo(8080);
  }

  @Test
  void with_encryption_the_largest_body_leaves_room_for_it_unless_it_is_given() {
    Map<String, String> encrypts = Map.of("bellhop.encrypt-records", "true");
    Options options = load(encrypts, Map.of());

    assertThat(1_048_576 - options.number("bellhop.http.max-body", 1, 2_000_000))
        .isEqualTo(ContentCipher.OVERHEAD);
    assertThat(options.given()).doesNotContain("bellhop.http.max-body");
    assertThat(load(encrypts, Map.of("BELLHOP_HTTP_MAX_BODY", "7")).text("bellhop.http.max-body"))
        .isEqualTo("7");
  }

  @Test
  void a_file_goes_before_the_default() throws Exception {
    Map<String, String> system = Map.of("bellhop.config", file(PORT + "=1"));

    assertThat(load(system, Map.of()).text(PORT)).isEqualTo("1");
  }

  @Test
  void a_byte_order_mark_belongs_to_no_option() throws Exception {
    Map<String, String> system = Map.of("bellhop.config", file("\ufeff" + PORT + "=1"));

    assertThat(load(system, Map.of()).text(PORT)).isEqualTo("1");
  }

  @Test
  void the_environment_goes_before_the_file() throws Exception {
    Map<String, String> environment =
        Map.of("BELLHOP_CONFIG", file(PORT + "=1"), "BELLHOP_HTTP_PORT", "2");

    assertThat(load(Map.of(), environment).text(PORT)).isEqualTo("2");
  }

  @Test
  void a_system_property_goes_before_all() throws Exception {
    Map<String, String> system = Map.of("bellhop.config", file(PORT + "=1"), PORT, "3");

    assertThat(load(system, Map.of("BELLHOP_HTTP_PORT", "2")).text(PORT)).isEqualTo("3");
  }

  @Test
  void which_file_is_read_is_set_with_the_same_precedence() throws Exception {
    Map<String, String> system = Map.of("bellhop.config", file(PORT + "=1"));
    Map<String, String> environment = Map.of("BELLHOP_CONFIG", "/there/is/none");

    assertThat(load(system, environment).text(PORT)).isEqualTo("1");
  }

  @Test
  void a_secret_may_stand_in_a_file_with_white_space_around_it() throws Exception {
    Options options = load(Map.of(), Map.of("BELLHOP_API_KEY_FILE", secret(" s3cret\n\n")));

    assertThat(options.text("bellhop.api-key")).isEqualTo("s3cret");
    assertThat(options.given()).contains("bellhop.api-key", "bellhop.api-key.file");
  }

  @Test
  void a_secret_in_a_place_that_goes_before_that_of_its_file_wins() throws Exception {
    Map<String, String> environment = Map.of("BELLHOP_DB_PASSWORD_FILE", secret("of the file"));

    assertThat(
            load(Map.of("bellhop.db.password", "given"), environment).text("bellhop.db.password"))
        .isEqualTo("given");
    String lower = file("bellhop.db.password=given");
    assertThat(load(Map.of("bellhop.config", lower), environment).text("bellhop.db.password"))
        .isEqualTo("of the file");
  }

  @Test
  void a_secret_that_cannot_be_read_names_option_place_and_file_and_never_itself()
      throws Exception {
    String two = secret("opensesame\nsecond");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of(), Map.of("BELLHOP_SECRET_KEY_FILE", two)))
        .withMessage(
            "bellhop.secret-key.file, given in the environment as BELLHOP_SECRET_KEY_FILE: "
                + two
                + " must hold the secret alone, in one line");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of("bellhop.api-key.file", "/there/is/none"), Map.of()))
        .withMessage(
            "bellhop.api-key.file, given as -Dbellhop.api-key.file: cannot read /there/is/none:"
                + " there is no such file; correct the path, or create it");
    String empty = secret(" \n");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of("bellhop.api-key.file", empty), Map.of()))
        .withMessageContaining("must hold the secret alone");
  }

  @Test
  void a_secret_that_one_place_gives_twice_is_refused() throws Exception {
    Map<String, String> environment =
        Map.of("BELLHOP_API_KEY_FILE", secret("one"), "BELLHOP_API_KEY", "other");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of(), environment))
        .withMessage(
            "bellhop.api-key.file, given in the environment as BELLHOP_API_KEY_FILE:"
                + " bellhop.api-key is given in the environment as BELLHOP_API_KEY too; remove one"
                + " of them");
  }

  @Test
  void every_option_that_is_called_a_secret_can_be_given_by_a_file() {
    Options options = load(Map.of(), Map.of());

    assertThat(options.secrets())
        .containsAll(
            options.all().keySet().stream()
                .filter(name -> name.matches(".*(password|secret|api-key|secret-key.*(?<!file))"))
                .toList())
        .contains("bellhop.api-key", "bellhop.secret-key", "bellhop.db.password");
  }

  private String secret(String text) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "secret", ""), text).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "BELLHOP_API_KEY, bellhop.api-key",
    "BELLHOP_HTTP_MAX_BODY, bellhop.http.max-body",
    "BELLHOP_RETENTION_IDEMPOTENCY_KEYS, bellhop.retention.idempotency-keys"
  })
  void a_variable_has_underscores_for_dots_and_hyphens(String variable, String option) {
    assertThat(load(Map.of(), Map.of(variable, "x")).text(option)).isEqualTo("x");
  }

  @Test
  void every_option_can_be_set_by_a_variable_of_its_own() {
    Map<String, String> defaults = load(Map.of(), Map.of()).all();

    assertThat(defaults.keySet().stream().map(n -> n.replaceAll("[.-]", "_")).distinct())
        .hasSameSizeAs(defaults.keySet());
  }

  @Test
  void a_provider_brings_options_of_its_own() {
    Options options =
        Options.load(
            properties(Map.of()),
            Map.of("BELLHOP_ACME_MERGE_WINDOW", "9s"),
            ours -> Map.of("bellhop.acme.merge-window", "2s", "bellhop.acme.other", "1"));

    assertThat(options.time("bellhop.acme.merge-window")).isEqualTo(Duration.ofSeconds(9));
    assertThat(options.text("bellhop.acme.other")).isEqualTo("1");
  }

  @Test
  void which_folders_bring_options_is_an_option_itself() {
    Options options =
        Options.load(
            properties(Map.of("bellhop.routes.extra", "mine", "bellhop.mine.x", "2")),
            Map.of(),
            ours -> Map.of("bellhop." + ours.text("bellhop.routes.extra") + ".x", "1"));

    assertThat(options.text("bellhop.mine.x")).isEqualTo("2");
  }

  @Test
  void an_unknown_system_property_names_the_near_one_and_its_place() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of("bellhop.http.prot", "1"), Map.of()))
        .withMessageContainingAll(
            "unknown option bellhop.http.prot", "as -Dbellhop.http.prot", "did you mean " + PORT);
  }

  @Test
  void so_does_an_unknown_variable() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of(), Map.of("BELLHOP_HTP_PORT", "1")))
        .withMessageContainingAll(
            "unknown option bellhop.htp.port",
            "in the environment as BELLHOP_HTP_PORT",
            "did you mean " + PORT);
  }

  @Test
  void so_does_an_unknown_line_of_the_file() throws Exception {
    String file = file("bellhop.http.ports=1");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of("bellhop.config", file), Map.of()))
        .withMessageContainingAll(
            "unknown option bellhop.http.ports", "in " + file, "did you mean " + PORT);
  }

  @Test
  void so_does_one_that_is_given_in_code() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of(), Map.of()).with(Map.of("bellhop.db.urll", "x")))
        .withMessageContainingAll("bellhop.db.urll", "did you mean bellhop.db.url?");
  }

  @Test
  void options_of_other_programs_are_ignored() {
    Options options =
        load(
            Map.of("user.home", "/root", "bellhopper.x", "1"),
            Map.of("PATH", "/bin", "BELLHOPPER", "1", "BELLHOP_JAR", "target/bellhop.jar"));

    assertThat(options.all()).isEqualTo(load(Map.of(), Map.of()).all());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BELLHOP_URL",
        "BELLHOP_WEBHOOK_SECRET",
        "BELLHOP_SEND_SECRET",
        "BELLHOP_SEND_USERNAME",
        "BELLHOP_SEND_PASSWORD",
        "BELLHOP_SEND_HEADER_VALUE"
      })
  void what_other_commands_read_does_not_keep_a_hub_from_starting(String variable) {
    assertThat(load(Map.of(), Map.of(variable, "x")).all())
        .isEqualTo(load(Map.of(), Map.of()).all());
  }

  @Test
  void a_file_that_cannot_be_read_is_named() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of("bellhop.config", "/there/is/none"), Map.of()))
        .withMessageContainingAll("bellhop.config", "/there/is/none");
  }

  @Test
  void a_file_that_is_no_properties_file_is_named() throws Exception {
    String file = file("bellhop.db.password=\\u12zz");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of("bellhop.config", file), Map.of()))
        .withMessageContainingAll("bellhop.config", file);
  }

  @Test
  void blanks_around_a_value_are_not_part_of_it() {
    Options options = load(Map.of(PORT, " 80 ", "bellhop.db.user", "  "), Map.of());

    assertThat(options.number(PORT, 0, 65535)).isEqualTo(80);
    assertThat(options.isSet("bellhop.db.user")).isFalse();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "x", "-1", "65536", "80.5", "8O8O", "99999999999", "1k"})
  void a_bad_number_names_its_option_and_what_it_may_be(String value) {
    Options options = load(Map.of(PORT, value), Map.of());

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> options.number(PORT, 0, 65535))
        .withMessage(PORT + " must be a number from 0 to 65535, was: " + value);
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "2s, PT2S", "5m, PT5M", "1h, PT1H", "30d, PT720H", "0, PT0S"})
  void times_are_written_with_their_unit(String value, Duration time) {
    assertThat(load(Map.of("bellhop.inbox.lease", value), Map.of()).time("bellhop.inbox.lease"))
        .isEqualTo(time);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        "soon",
        "30",
        "00",
        "-5s",
        "5 parsecs",
        "s",
        "99999999999999999999d",
        "1.5.5s"
      })
  void a_bad_time_names_its_option_and_what_it_may_be(String value) {
    Options options = load(Map.of("bellhop.inbox.lease", value), Map.of());

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> options.time("bellhop.inbox.lease"))
        .withMessageContainingAll("bellhop.inbox.lease must be a time such as", "was: " + value);
  }

  @Test
  void a_family_takes_any_name() throws Exception {
    Options options =
        load(
            Map.of(
                "bellhop.config",
                file("bellhop.sinks.a=kafka:x", "bellhop.sinks.b=file:x"),
                "bellhop.sinks.c-3",
                " kafka:y?brokers=h:1 "),
            Map.of("BELLHOP_SINKS_PMS_EVENTS", "file:z", "BELLHOP_SINKS_B", "file:w"));

    assertThat(options.family("bellhop.sinks."))
        .isEqualTo(
            Map.of(
                "a", "kafka:x",
                "b", "file:w",
                "c-3", "kafka:y?brokers=h:1",
                "pms-events", "file:z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Events", "a.b", "a b", "a_b", "über"})
  void an_invalid_name_of_a_family_is_refused_without_its_value(String name) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of("bellhop.sinks." + name, "kafka:s3cret"), Map.of()))
        .withMessageContainingAll("bellhop.sinks." + name, "lower-case letters, digits and hyphens")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void a_member_of_a_family_without_a_value_is_refused() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of(), Map.of("BELLHOP_SINKS_EVENTS", " ")))
        .withMessageContainingAll(
            "bellhop.sinks.events", "in the environment as BELLHOP_SINKS_EVENTS", "is empty");
  }

  @Test
  void a_mistaken_family_gets_its_name_suggested() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> load(Map.of("bellhop.sink.events", "file:x"), Map.of()))
        .withMessageContaining("did you mean bellhop.sinks.<name>?");
  }

  @Test
  void the_error_of_a_value_says_where_it_is_given() {
    Options options = load(Map.of("bellhop.data", "x"), Map.of("BELLHOP_HTTP_PORT", "99999"));
    ConfigException error =
        catchThrowableOfType(
            ConfigException.class, () -> options.number("bellhop.http.port", 0, 65535));

    assertThat(options.placed(error))
        .hasMessage(
            "bellhop.http.port must be a number from 0 to 65535, was: 99999 (bellhop.http.port is"
                + " given in the environment as BELLHOP_HTTP_PORT)");
    assertThat(options.placed(new ConfigException("bellhop.db.url is away")))
        .as("a default is given nowhere")
        .hasMessage("bellhop.db.url is away");
  }

  private String file(String... lines) throws Exception {
    return Files.write(folder.resolve("bellhop.properties"), java.util.List.of(lines)).toString();
  }

  private static Options load(Map<String, String> system, Map<String, String> environment) {
    return Options.load(properties(system), environment, ours -> Map.of());
  }

  private static Properties properties(Map<String, String> map) {
    Properties properties = new Properties();
    properties.putAll(map);
    return properties;
  }
}
