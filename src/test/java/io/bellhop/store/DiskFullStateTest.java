package io.bellhop.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the databases say of a disk, and what is made of it. */
class DiskFullStateTest {
  @TempDir private Path folder;

  /** Only its own word counts: there is no disk here that could be looked at. */
  @Test
  void postgresql_says_disk_full_itself() {
    DiskFullState diskFull = new DiskFullState(new DiskSpace(null));
    SQLException full = new SQLException("could not extend file", "53100");

    diskFull.failed(full);

    assertThat(diskFull.isDiskFull()).isTrue();
    assertThat(diskFull.text()).contains("disk full", "make room where the database is");
    assertThat(DatabaseErrors.isAway(full)).isTrue();
    assertThat(DatabaseErrors.mayPass(full)).isTrue();
    assertThat(DatabaseErrors.isDiskFull(full)).isTrue();
  }

  /** Out of resources in general, of memory, of connections, over a limit; a lost connection. */
  @ParameterizedTest
  @ValueSource(strings = {"53000", "53200", "53300", "53400", "57P01", "57P03", "08006", "40001"})
  void what_passes_is_no_full_disk(String state) {
    DiskFullState diskFull = new DiskFullState(new DiskSpace(null));
    SQLException error = new SQLException("no", state);

    diskFull.failed(error);

    assertThat(diskFull.isDiskFull()).isFalse();
    assertThat(DatabaseErrors.mayPass(error)).isTrue();
    assertThat(DatabaseErrors.isDiskFull(error)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"22001", "22021", "23505", "42P01", "54000"})
  void a_bad_row_is_neither(String state) {
    SQLException error = new SQLException("no", state);

    assertThat(DatabaseErrors.isDiskFull(error)).isFalse();
    assertThat(DatabaseErrors.mayPass(error)).isFalse();
  }

  /** H2 has no state for it: the file system's word stands below the error. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "Disk quota exceeded",
        "There is not enough space on the disk"
      })
  void h2_passes_on_what_the_disk_says(String message) {
    DiskFullState diskFull = new DiskFullState(new DiskSpace(folder));
    SQLException error = new SQLException("IO Exception", "90031", new IOException(message));

    diskFull.failed(error);

    assertThat(diskFull.isDiskFull()).isTrue();
    assertThat(diskFull.text()).contains(folder.toString());
    assertThat(DatabaseErrors.isAway(error)).isTrue();
  }

  /** What H2 says of a database that it has closed after a write that failed. */
  @ParameterizedTest
  @ValueSource(strings = {"90098", "90121"})
  void a_database_that_h2_has_closed_is_away_and_full_only_where_there_is_no_room(String state) {
    DiskFullState diskFull = new DiskFullState(new DiskSpace(folder));
    SQLException error = new SQLException("closed", state);

    diskFull.failed(error);

    assertThat(DatabaseErrors.isAway(error)).isTrue();
    assertThat(diskFull.isDiskFull()).isFalse();
  }

  @Test
  void a_write_that_works_ends_it() {
    DiskFullState diskFull = new DiskFullState(new DiskSpace(null));
    diskFull.failed(new SQLException("could not extend file", "53100"));

    diskFull.wrote();

    assertThat(diskFull.isDiskFull()).isFalse();
  }

  @Test
  void an_error_that_is_the_cause_of_another_counts() {
    SQLException batch =
        new java.sql.BatchUpdateException(
            "batch", "53100", new int[0], new SQLException("could not extend file", "53100"));

    assertThat(DatabaseErrors.isDiskFull(new IllegalStateException(batch))).isTrue();
  }
}
