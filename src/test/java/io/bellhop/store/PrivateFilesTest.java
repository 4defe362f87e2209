package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellhop.account.SecretBox;
import io.bellhop.config.Options;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void file_systems_without_modes_are_left_alone() {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
  }

  @Test
  void a_new_data_folder_and_all_files_in_it_are_closed_to_others() throws Exception {
    Path data = folder.resolve("new/data");

    try (Database database = open(data)) {
      SecretBox.open("", data);

      assertThat(mode(data)).isEqualTo("rwx------");
      assertAllPrivate(data);
    }
  }

  @Test
  void a_folder_that_was_open_to_others_is_closed_at_the_next_start() throws Exception {
    Path data = folder.resolve("data");
    open(data).close();
    SecretBox.open("", data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : new String[] {"bellhop.mv.db", "secret.key"}) {
      Files.setPosixFilePermissions(
          data.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
    }

    try (Database database = open(data)) {
      SecretBox.open("", data);

      assertThat(mode(data)).isEqualTo("rwx------");
      assertAllPrivate(data);
    }
  }

  @Test
  void a_folder_that_we_only_work_in_keeps_its_mode() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    String before = mode(temporary);

    PrivateFiles.folder(temporary);

    assertThat(mode(temporary)).isEqualTo(before);
  }

  private static void assertAllPrivate(Path data) throws Exception {
    try (var files = Files.list(data)) {
      assertThat(files.toList())
          .hasSizeGreaterThanOrEqualTo(2)
          .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }
  }

  private static Database open(Path data) {
    return Database.open(
        Options.load(new Properties(), Map.of(), known -> Map.of())
            .with(Map.of("bellhop.db.url", "jdbc:h2:file:" + data.resolve("bellhop"))));
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
