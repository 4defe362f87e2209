package io.bellhop.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellhop.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteFoldersTest {
  @TempDir private Path instead;
  @TempDir private Path extra;

  @Test
  void without_a_word_it_is_the_routes_that_come_with_bellhop() {
    RouteFolders folders = RouteFolders.of("", "");

    assertThat(folders.routes())
        .extracting(RouteFoldersTest::name)
        .contains("_shared/ingest.camel.yaml");
    assertThat(read(folders, "_shared/ingest.camel.yaml")).contains("routeTemplate");
  }

  @Test
  void a_folder_may_stand_in_their_place() throws Exception {
    write(instead, "acme/acme.camel.yaml", "");

    assertThat(RouteFolders.of(instead.toString(), "").routes())
        .containsExactly(instead.resolve("acme/acme.camel.yaml"));
  }

  @Test
  void another_may_be_added() throws Exception {
    write(extra, "acme/acme.camel.yaml", "");
    write(extra, "acme/booking.jslt", ".");

    RouteFolders folders = RouteFolders.of("", extra.toString());

    assertThat(folders.routes())
        .contains(extra.resolve("acme/acme.camel.yaml"))
        .hasSize(RouteFolders.of("", "").routes().size() + 1);
    assertThat(read(folders, "acme/booking.jslt")).isEqualTo(".");
    assertThat(read(folders, "_shared/ingest.camel.yaml")).isNotEmpty();
  }

  @Test
  void a_provider_that_is_added_takes_the_place_of_the_one_with_its_name() throws Exception {
    write(instead, "acme/acme.camel.yaml", "");
    write(instead, "acme/old.camel.yaml", "");
    write(instead, "acme/booking.jslt", ".old");
    write(extra, "acme/acme.camel.yaml", "");
    write(extra, "acme/booking.jslt", ".new");

    RouteFolders folders = RouteFolders.of(instead.toString(), extra.toString());

    assertThat(folders.routes()).containsExactly(extra.resolve("acme/acme.camel.yaml"));
    assertThat(read(folders, "acme/booking.jslt")).isEqualTo(".new");
  }

  @Test
  void shared_routes_come_first_since_the_others_are_made_from_their_templates() throws Exception {
    write(instead, "acme/acme.camel.yaml", "");
    write(instead, "_shared/template.camel.yaml", "");
    write(extra, "Beta/beta.camel.yaml", "");
    write(extra, "_shared/more.camel.yaml", "");

    assertThat(RouteFolders.of(instead.toString(), extra.toString()).routes())
        .extracting(RouteFoldersTest::name)
        .containsExactly(
            "_shared/template.camel.yaml",
            "_shared/more.camel.yaml",
            "acme/acme.camel.yaml",
            "Beta/beta.camel.yaml");
  }

  @Test
  void only_routes_in_folders_of_providers_are_routes() throws Exception {
    write(instead, "acme/acme.camel.yaml", "");
    write(instead, "acme/notes.yaml", "");
    write(instead, "acme/deep/deep.camel.yaml", "");
    write(instead, "stray.camel.yaml", "");

    assertThat(RouteFolders.of(instead.toString(), "").routes())
        .extracting(RouteFoldersTest::name)
        .containsExactly("acme/acme.camel.yaml");
  }

  @Test
  void a_provider_brings_its_options_with_it() throws Exception {
    write(instead, "acme/options.properties", "bellhop.acme.merge-window=2s");
    write(extra, "beta/options.properties", "# why\nbellhop.beta.x = 1");

    assertThat(RouteFolders.of(instead.toString(), extra.toString()).options())
        .containsOnly(
            java.util.Map.entry("bellhop.acme.merge-window", "2s"),
            java.util.Map.entry("bellhop.beta.x", "1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.jslt",
        "acme/../../secret.jslt",
        "acme/../../routes2/secret.jslt",
        "/etc/passwd",
        "",
        ".",
        "acme",
        "acme/none.jslt",
        "acme/a\u0000.jslt"
      })
  void a_name_that_leads_out_of_the_folder_or_to_no_file_is_refused(String name) throws Exception {
    Path routes = instead.resolve("routes");
    write(routes, "acme/a.jslt", ".");
    write(instead, "secret.jslt", "hush");
    // It starts with the same letters, which must not be enough.
    write(instead, "routes2/secret.jslt", "hush");

    RouteFolders folders = RouteFolders.of(routes.toString(), "");

    assertThatIllegalArgumentException().isThrownBy(() -> read(folders, name));
  }

  @Test
  void the_absolute_name_of_a_file_outside_is_refused_as_well() throws Exception {
    write(extra, "secret.jslt", "hush");
    String name = extra.resolve("secret.jslt").toString();
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      RouteLoader loader =
          new RouteLoader(context, RouteFolders.of(instead.toString(), "").texts());

      assertThatIllegalArgumentException()
          .isThrownBy(() -> loader.read(name))
          .withMessageContaining("there is no file");
    }
  }

  @Test
  void dots_that_stay_inside_do_no_harm() throws Exception {
    write(instead, "acme/a.jslt", ".");
    write(instead, "beta/b.jslt", ".");

    assertThat(read(RouteFolders.of(instead.toString(), ""), "beta/../acme/./a.jslt"))
        .isEqualTo(".");
  }

  @Test
  void a_folder_that_there_is_not_names_its_option() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> RouteFolders.of("/there/is/none", ""))
        .withMessageContainingAll("bellhop.routes must be a folder", "/there/is/none");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> RouteFolders.of("", "/there/is/none"))
        .withMessageContainingAll("bellhop.routes.extra must be a folder", "/there/is/none");
  }

  /** A file that a route names. */
  private static String read(RouteFolders folders, String name) {
    return folders.texts().find(name).orElseThrow(IllegalArgumentException::new);
  }

  private static void write(Path root, String name, String text) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String name(Path file) {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }
}
