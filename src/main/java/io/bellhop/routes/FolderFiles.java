package io.bellhop.routes;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the files of folders that contain routes, sorted. Such a folder may be a volume with a
 * {@code lost+found}, a ConfigMap with links into {@code ..data}, or under version control: it
 * follows links, and skips with one log line what is hidden or cannot be read. Thread-safe.
 */
public final class FolderFiles {
  private static final Logger LOG = LoggerFactory.getLogger(FolderFiles.class);
  private static final int DEEPEST = 16;

  /** Lists a folder in the order of the file system. */
  @FunctionalInterface
  interface Lister {
    List<Path> list(Path folder) throws IOException;
  }

  private final Lister lister;
  private final boolean silent;
  private final Set<Path> logged = ConcurrentHashMap.newKeySet();

  FolderFiles() {
    this(FolderFiles::list, false);
  }

  FolderFiles(Lister lister, boolean silent) {
    this.lister = lister;
    this.silent = silent;
  }

  /** Returns a reader that logs nothing, for folders whose problems are already in the log. */
  public static FolderFiles silent() {
    return new FolderFiles(FolderFiles::list, true);
  }

  /**
   * The entries of a folder, without those that are hidden or cannot be read.
   *
   * @throws IOException if the folder itself cannot be read
   */
  public List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    for (Path entry : lister.list(folder)) {
      if (!isSkipped(entry)) {
        entries.add(entry);
      }
    }
    Collections.sort(entries);
    return entries;
  }

  /** All files below a folder. */
  public List<Path> tree(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    // Unlike entries(), walkFileTree notices links that form a circle.
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        DEEPEST,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path entry, BasicFileAttributes attributes) {
            return entry.equals(folder) || !isSkipped(entry)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isHidden(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path entry, IOException failure) {
            skip(entry, failure.toString());
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(files);
    return files;
  }

  private boolean isSkipped(Path entry) {
    if (isHidden(entry)) {
      return true;
    }
    if (!Files.isDirectory(entry)) {
      return false;
    }
    try {
      lister.list(entry);
      return false;
    } catch (IOException e) {
      skip(entry, e.toString());
      return true;
    }
  }

  /**
   * Whether an entry is hidden, such as {@code .git}, or {@code ..data} of a ConfigMap, which
   * visible links point into.
   */
  private boolean isHidden(Path entry) {
    boolean hidden = entry.getFileName().toString().startsWith(".");
    if (hidden && Files.isDirectory(entry) && isNews(entry)) {
      LOG.info("Bellhop skips {}: its name starts with a dot", entry);
    }
    return hidden;
  }

  private void skip(Path entry, String why) {
    if (isNews(entry)) {
      LOG.warn("Bellhop skips {}, which it cannot read: {}", entry, why);
    }
  }

  private boolean isNews(Path entry) {
    return !silent && logged.add(entry);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}
