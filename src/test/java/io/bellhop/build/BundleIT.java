package io.bellhop.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar that hosts and OSGi use carries no tools; the one that people start does. */
class BundleIT {
  private static final Path TARGET = Path.of("target");
  private static final String TOOLS = "io/bellhop/tool/";
  private static final String MAIN_CLASS = "io/bellhop/Bellhop.class";

  @Test
  void the_bundle_has_the_runtime_and_no_tools() throws IOException {
    try (JarFile bundle = new JarFile(bundle().toFile())) {
      assertThat(names(bundle))
          .contains("io/bellhop/EmbeddedHub.class", "bellhop.properties")
          .doesNotContain(MAIN_CLASS)
          .noneMatch(name -> name.startsWith(TOOLS));
    }
  }

  @Test
  void the_bundle_asks_for_no_library_of_the_tools() throws IOException {
    try (JarFile bundle = new JarFile(bundle().toFile())) {
      assertThat(bundle.getManifest().getMainAttributes().getValue("Import-Package"))
          .contains("org.apache.camel")
          .doesNotContain("picocli", "com.networknt", "org.HdrHistogram", "io.bellhop.tool");
    }
  }

  @Test
  void the_runnable_jar_has_the_commands() throws IOException {
    try (JarFile jar = new JarFile(TARGET.resolve("bellhop.jar").toFile())) {
      assertThat(names(jar))
          .contains(MAIN_CLASS, TOOLS + "cli/Commands.class", TOOLS + "cli/logback.xml");
    }
  }

  private static Path bundle() throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(file -> file.getFileName().toString().matches("bellhop-[0-9].*\\.jar"))
          .filter(
              file -> !file.getFileName().toString().matches(".*-(sources|javadoc|tests)\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<String> names(JarFile jar) {
    return jar.stream().map(entry -> entry.getName()).toList();
  }
}
