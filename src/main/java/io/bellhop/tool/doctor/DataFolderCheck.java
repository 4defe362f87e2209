package io.bellhop.tool.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** Checks the free space on the disk of the data folder, and who may read the folder. */
final class DataFolderCheck {
  /** A flood of webhooks needs hundreds of megabytes within minutes. */
  private static final long LITTLE = 1L << 30;

  private static final long HARDLY_ANY = 64L << 20;

  private DataFolderCheck() {}

  static void run(Path folder, Consumer<Diagnosis> found) {
    Path there = folder.toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(there)) {
        found.accept(
            Diagnosis.warning("folder", there + " does not exist yet; the first start makes it"));
        return;
      }
      long free = Files.getFileStore(there).getUsableSpace();
      String text = there + " has " + (free >> 20) + " MB free";
      found.accept(
          free < HARDLY_ANY
              ? Diagnosis.failed("disk", text + ": make room")
              : free < LITTLE
                  ? Diagnosis.warning("disk", text + ": make room soon")
                  : Diagnosis.ok("disk", text));
      found.accept(modes(there));
    } catch (IOException e) {
      found.accept(Diagnosis.failed("folder", there + " cannot be read: " + e.getMessage()));
    }
  }

  private static Diagnosis modes(Path folder) throws IOException {
    if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      return Diagnosis.notChecked("folder", "the file system has no modes");
    }
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(folder);
    boolean isOpen = modes.stream().anyMatch(mode -> !mode.name().startsWith("OWNER"));
    String text = folder + " is " + PosixFilePermissions.toString(modes);
    if (!Files.isWritable(folder)) {
      return Diagnosis.failed("folder", text + ", and this user may not write there: run chown");
    }
    return isOpen
        ? Diagnosis.warning("folder", text + ": run chmod 700, it holds guests' data")
        : Diagnosis.ok("folder", text);
  }
}
