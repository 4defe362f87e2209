package io.bellhop.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

/** Checks the free space for the database, by its errors and by the file system. */
final class DiskSpace {
  /** With less space, H2 cannot write a large group of webhooks. */
  static final long LITTLE = 4L * 1024 * 1024;

  private static final String POSTGRES_DISK_FULL = "53100";

  private final Path folder;

  /**
   * @param folder of H2's file; null if the disk is not on this machine
   */
  DiskSpace(Path folder) {
    this.folder = folder;
  }

  /** Whether an error means that the disk is full. */
  static boolean isFull(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && POSTGRES_DISK_FULL.equals(e.getSQLState())) {
        return true;
      }
      if (t instanceof IOException && meansFull(t.getMessage())) {
        return true;
      }
    }
    return false;
  }

  /** Recognises the messages of Linux and macOS, of a quota, and of Windows. */
  private static boolean meansFull(String message) {
    String text = String.valueOf(message).toLowerCase(Locale.ROOT);
    return text.contains("no space left on device")
        || text.contains("disk quota exceeded")
        || text.contains("not enough space on the disk");
  }

  /** Whether hardly any room is left; false if that is unknown. */
  boolean hasLittleRoom() {
    long free = free();
    return free >= 0 && free < LITTLE;
  }

  /** Free bytes; -1 if that is unknown. */
  long free() {
    try {
      return folder == null ? -1 : Files.getFileStore(folder).getUsableSpace();
    } catch (IOException | SecurityException e) {
      return -1;
    }
  }

  /** Instructions for the operator. */
  String advice() {
    long free = free();
    return folder == null
        ? "make room where the database is"
        : "make room in "
            + folder.toAbsolutePath().normalize()
            + (free < 0 ? "" : ", which has " + free / 1024 + " KiB left");
  }
}
