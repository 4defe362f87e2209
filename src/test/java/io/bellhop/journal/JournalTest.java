package io.bellhop.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal keeps, over restarts and crashes. */
class JournalTest {
  /** So small that two records fill a file. */
  private static final long SEGMENT = 64;

  @TempDir Path folder;

  @Test
  void what_was_appended_is_there_after_a_restart_in_order() throws Exception {
    try (Journal journal = open()) {
      append(journal, "one", "two");
      append(journal, "three");
    }

    assertThat(left()).containsExactly("one", "two", "three");
  }

  @Test
  void a_record_can_be_read_again() throws Exception {
    try (Journal journal = open()) {
      RecordLocation[] places = append(journal, "one", "two");

      assertThat(journal.read(places[1])).asString().isEqualTo("two");
    }
  }

  @Test
  void a_torn_end_is_cut_off_and_what_comes_later_is_kept() throws Exception {
    try (Journal journal = open()) {
      append(journal, "one", "two");
    }
    Path file = files().get(0);
    for (long size = Files.size(file) - 1; size > Segment.HEAD + 8 + "one".length(); size--) {
      truncate(file, size);
      assertThat(left()).as("%s bytes", size).containsExactly("one");
    }

    try (Journal journal = open()) {
      append(journal, "three");
    }

    assertThat(left()).containsExactly("one", "three");
  }

  @Test
  void a_record_with_a_changed_byte_ends_its_file() throws Exception {
    try (Journal journal = open()) {
      append(journal, "one", "two");
    }
    Path file = files().get(0);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() - 1);
      bytes.write('!');
    }

    assertThat(left()).containsExactly("one");
  }

  @Test
  void a_crash_at_any_moment_of_the_change_to_the_next_file_loses_nothing_confirmed()
      throws Exception {
    String[] confirmed = {"a record of thirty characters 1", "a record of thirty characters 2"};
    try (Journal journal = open()) {
      append(journal, confirmed);
      append(journal, "under way");
    }
    Path next = files().get(1);
    byte[] whole = Files.readAllBytes(next);

    for (int size = 0; size < whole.length; size++) {
      Files.write(next, Arrays.copyOf(whole, size));
      assertThat(left()).as("%s bytes", size).containsExactly(confirmed);
      try (Journal journal = open()) {
        append(journal, "later");
      }
      assertThat(left()).as("%s bytes", size).containsExactly(confirmed[0], confirmed[1], "later");
    }
  }

  @Test
  void a_missing_file_is_an_error_that_names_it() throws Exception {
    try (Journal journal = open()) {
      for (int i = 0; i < 6; i++) {
        append(journal, "a record of thirty characters " + i);
      }
    }
    Files.delete(files().get(1));

    assertThatThrownBy(this::left)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lacks records 3 to 4")
        .hasMessageContaining(files().get(1).getFileName().toString());
  }

  @Test
  void a_start_hands_over_each_record_before_it_reads_the_next() throws Exception {
    try (Journal journal = open()) {
      for (int i = 0; i < 6; i++) {
        append(journal, "a record of thirty characters " + i);
      }
    }
    List<Long> read = new ArrayList<>();

    assertThatThrownBy(
            () ->
                Journal.open(
                    folder,
                    SEGMENT,
                    (place, record) -> {
                      read.add(place.segment());
                      throw new IOException("no room");
                    },
                    file -> file.force(false)))
        .hasMessage("no room");
    assertThat(read).hasSize(1);
  }

  @Test
  void files_go_in_their_order_when_all_of_them_is_released() throws Exception {
    try (Journal journal = open()) {
      List<RecordLocation> places = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        places.addAll(List.of(append(journal, "a record of thirty characters " + i)));
      }
      assertThat(files()).hasSize(3);

      places.subList(1, 5).forEach(journal::release);
      journal.deleteReleased();
      assertThat(files()).as("a start would miss the second").hasSize(3);
      assertThat(left()).hasSize(5);

      journal.release(places.get(0));
      journal.deleteReleased();
      assertThat(files()).as("the last is in use").hasSize(1);
      journal.roll();
      journal.deleteReleased();
      assertThat(files()).isEmpty();
      append(journal, "more");
    }

    assertThat(left()).containsExactly("more");
  }

  @Test
  void what_is_no_journal_is_not_read() throws Exception {
    Files.write(folder.resolve(Segment.name(1)), new byte[64]);

    assertThatThrownBy(this::left)
        .hasMessageContaining("is not a journal file that this version of Bellhop reads");
  }

  @Test
  void after_a_failed_fsync_nothing_is_acknowledged() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    Journal.Sync sync =
        file -> {
          if (fails.get()) {
            throw new IOException("input/output error");
          }
          file.force(false);
        };
    try (Journal journal = Journal.open(folder, SEGMENT, (place, record) -> {}, sync)) {
      append(journal, "one");
      fails.set(true);
      assertThatThrownBy(() -> append(journal, "two"))
          .isInstanceOf(JournalFailedException.class)
          .hasMessageContaining("did not confirm")
          .hasMessageContaining("input/output error");
      fails.set(false);

      assertThatThrownBy(() -> append(journal, "three")).isInstanceOf(JournalFailedException.class);
    }
  }

  private Journal open() throws IOException {
    return Journal.open(folder, SEGMENT, (place, record) -> {}, file -> file.force(false));
  }

  private List<String> left() throws IOException {
    List<String> left = new ArrayList<>();
    Journal.open(
            folder,
            SEGMENT,
            (place, record) -> left.add(new String(record, StandardCharsets.UTF_8)),
            file -> file.force(false))
        .close();
    return left;
  }

  private static RecordLocation[] append(Journal journal, String... records) throws IOException {
    return journal.append(
        Arrays.stream(records)
            .map(record -> record.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(size);
    }
  }
}
