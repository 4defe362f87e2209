package io.bellhop.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellhop.config.ConfigException;
import io.bellhop.support.LogCapture;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
  void options_of_a_folder_may_begin_with_a_byte_order_mark() throws Exception {
    write(instead, "acme/options.properties", "\ufeffbellhop.acme.limits=5/1s\n");

    assertThat(RouteFolders.of(instead.toString(), "").options())
        .containsEntry("bellhop.acme.limits", "5/1s");
  }

  @Test
  void options_that_cannot_be_read_are_named_with_their_file() throws Exception {
    write(instead, "acme/options.properties", "bellhop.acme.limits=\\u00z\n");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> RouteFolders.of(instead.toString(), "").options())
        .withMessageContaining("acme/options.properties")
        .withMessageContaining("four hexadecimal digits");
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

  /** What a volume, a ConfigMap and version control put beside providers. */
  @ParameterizedTest
  @ValueSource(strings = {"lost+found", "..data", ".git", ".snapshot"})
  void what_is_hidden_or_cannot_be_read_is_skipped_with_one_line(String name) throws Exception {
    write(instead, "acme/acme.camel.yaml", "");
    write(instead, name + "/beta.camel.yaml", "");
    write(instead, "acme/" + name + "/deep.jslt", ".");
    RouteFolders folders = of(instead, unreadable("lost+found"));

    List<String> log;
    try (LogCapture logged = LogCapture.of(FolderFiles.class)) {
      assertThat(folders.folders()).containsExactly(instead.resolve("acme"));
      assertThat(folders.texts().folders()).containsOnlyKeys(instead.resolve("acme"));
      assertThat(folders.texts().in(instead.resolve("acme"))).hasSize(1);
      log = logged.lines();
    }

    assertThat(log).filteredOn(line -> line.contains("/" + name)).hasSize(2);
    assertThat(log)
        .anyMatch(
            line ->
                line.startsWith("Bellhop skips " + instead.resolve(name) + ": ")
                    || line.startsWith("Bellhop skips " + instead.resolve(name) + ", "));
  }

  @Test
  void links_are_followed_even_in_a_circle() throws Exception {
    write(instead, "..data/acme/acme.camel.yaml", "");
    write(instead, "..data/acme/booking.jslt", ".");
    Files.createSymbolicLink(instead.resolve("acme"), Path.of("..data/acme"));
    Files.createSymbolicLink(instead.resolve("..data/acme/circle"), instead.resolve("..data/acme"));

    RouteFolders folders = RouteFolders.of(instead.toString(), "");

    assertThat(folders.routes()).containsExactly(instead.resolve("acme/acme.camel.yaml"));
    assertThat(read(folders, "acme/booking.jslt")).isEqualTo(".");
  }

  @Test
  void a_file_that_cannot_be_read_is_named() throws Exception {
    Path file = Files.createDirectories(instead.resolve("acme")).resolve("acme.camel.yaml");
    Files.write(file, new byte[] {(byte) 0xc3, 0x28});

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> RouteFolders.of(instead.toString(), "").requireTexts())
        .withMessageContaining(file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vfs:/content/app.war/WEB-INF/lib/bellhop.jar/routes/_shared",
        "jar:nested:/app.jar/!BOOT-INF/lib/bellhop.jar!/routes/_shared",
        "bundleresource://7.fwk1/routes/_shared"
      })
  void a_class_path_that_cannot_be_listed_names_the_option(String place) throws Exception {
    URL url = new URL(null, place, new NoConnection());

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> BundledRoutes.folder(url))
        .withMessageContainingAll(place, "set bellhop.routes to it");
  }

  private static final class NoConnection extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      throw new IOException("not here");
    }
  }

  private static RouteFolders of(Path root, FolderFiles files) {
    return new RouteFolders(List.of(root), List.of(root), Set.of(), files);
  }

  /** A file system where folders of this name may not be looked into. */
  private static FolderFiles unreadable(String name) {
    return new FolderFiles(
        folder -> {
          if (folder.endsWith(name)) {
            throw new AccessDeniedException(folder.toString());
          }
          try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
          }
        },
        false);
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
