package io.bellhop.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps files from other users of the machine: they contain guests' data and the key of
 * credentials. Does nothing if the file system has no such permissions.
 */
public final class PrivateFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /**
   * Creates a folder that only its owner may read, or removes the access of others to an existing
   * one.
   */
  public static void folder(Path folder) throws IOException {
    Path path = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path.getParent());
      Files.createDirectories(path, hasModes(path.getParent()) ? mode(FOLDER) : noMode());
    }
    if (!belongsToOthersToo(path)) {
      tighten(path, FOLDER, false);
    }
  }

  /** The attributes of a new file that only its owner may read. */
  public static FileAttribute<?>[] newFile(Path folder) throws IOException {
    return hasModes(folder) ? mode(FILE) : noMode();
  }

  /**
   * Removes the access of other users to Bellhop's files in a folder.
   *
   * @param weMadeThem whether Bellhop has just created them, so that it logs nothing
   */
  public static void files(Path folder, Predicate<String> ours, boolean weMadeThem)
      throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all =
          files
              .filter(file -> ours.test(file.getFileName().toString()))
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .toList();
      for (Path file : all) {
        tighten(file, FILE, weMadeThem);
      }
    }
  }

  /**
   * Whether the folder is the working folder or contains it, and so was not created for Bellhop.
   */
  private static boolean belongsToOthersToo(Path folder) {
    return Stream.of("user.dir", "user.home", "java.io.tmpdir")
        .map(System::getProperty)
        .filter(name -> name != null && !name.isBlank())
        .anyMatch(name -> Path.of(name).toAbsolutePath().normalize().startsWith(folder));
  }

  private static void tighten(Path path, Set<PosixFilePermission> mode, boolean quiet) {
    try {
      PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
      if (view == null || mode.containsAll(view.readAttributes().permissions())) {
        return;
      }
      String before = PosixFilePermissions.toString(view.readAttributes().permissions());
      view.setPermissions(mode);
      if (!quiet) {
        LOG.info(
            "{} was open to other users ({}); Bellhop set it to {}",
            path,
            before,
            PosixFilePermissions.toString(mode));
      }
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      LOG.warn("Bellhop cannot close {} to other users: {}", path, e.toString());
    }
  }

  private static boolean hasModes(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class);
  }

  private static FileAttribute<?>[] mode(Set<PosixFilePermission> mode) {
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
  }

  private static FileAttribute<?>[] noMode() {
    return new FileAttribute<?>[0];
  }
}
