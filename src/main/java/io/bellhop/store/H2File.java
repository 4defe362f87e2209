package io.bellhop.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where H2 keeps a database of this machine.
 *
 * @param path without H2's own endings
 */
record H2File(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(H2File.class);
  private static final Pattern URL = Pattern.compile("jdbc:h2:(?:file:|nio:|async:)?([^;]+).*");
  private static final Pattern ELSEWHERE =
      Pattern.compile("(?i)(mem|tcp|ssl|zip|split|[a-z]{2,}):.*");

  /** Null if the URL names none. */
  static H2File of(String url) {
    Matcher found = URL.matcher(url == null ? "" : url);
    if (!found.matches() || ELSEWHERE.matcher(found.group(1)).matches()) {
      return null;
    }
    String name = found.group(1);
    return new H2File(
        Path.of(name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name)
            .toAbsolutePath()
            .normalize());
  }

  Path folder() {
    return path.getParent();
  }

  void keepFolderPrivate() {
    try {
      PrivateFiles.folder(folder());
    } catch (IOException e) {
      // H2 says better what it cannot do there.
      LOG.debug("{} cannot be made private: {}", folder(), e.toString());
    }
  }

  /**
   * The database, its lock, and the trace that H2 writes of errors.
   *
   * @param weMadeThem just now
   */
  void keepFilesPrivate(boolean weMadeThem) {
    String name = path.getFileName() + ".";
    try {
      PrivateFiles.files(
          folder(), file -> file.startsWith(name) && file.contains(".db"), weMadeThem);
    } catch (IOException e) {
      LOG.warn("the files of {} cannot be closed to other users: {}", path, e.toString());
    }
  }
}
