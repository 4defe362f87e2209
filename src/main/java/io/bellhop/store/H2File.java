package io.bellhop.store;

import io.bellhop.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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

  /** The header of every file that is not encrypted. */
  private static final Pattern FORMAT = Pattern.compile("^H:2,.*\\bformat:(\\d+)");

  private static final int HEAD = 256;

  /** The format of H2 2.3 and later; 1.4 wrote format 1, 2.0 to 2.2 wrote 2. */
  private static final int OLDEST_FORMAT = 3;

  /** H2 2.3 wrote the same format, and could lose rows when it compacted the file. */
  private static final int OLDEST_BUILD = 240;

  private static final String BUILD =
      "select setting_value from information_schema.settings where setting_name = 'CREATE_BUILD'";

  /** The file of a URL; null if the URL names none. */
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

  /**
   * Checks the file before H2 opens it, whose error would not name the reason.
   *
   * @throws ConfigException if an older H2 has written it
   */
  void requireReadable() {
    Path old = sibling(".h2.db");
    Path file = sibling(".mv.db");
    if (Files.exists(old) && !Files.exists(file)) {
      throw tooOld(old);
    }
    Matcher format = FORMAT.matcher(head(file));
    if (format.find() && Integer.parseInt(format.group(1)) < OLDEST_FORMAT) {
      throw tooOld(file);
    }
  }

  /**
   * Checks what only H2 can read. The host is responsible for a database behind its own DataSource.
   *
   * @throws ConfigException if an H2 version that loses rows created it
   */
  void requireSound(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet build = statement.executeQuery(BUILD)) {
      if (build.next() && build.getInt(1) < OLDEST_BUILD) {
        throw tooOld(sibling(".mv.db"));
      }
    }
  }

  private static ConfigException tooOld(Path file) {
    return new ConfigException(
        "bellhop.db.url: the database file "
            + file
            + " comes from an H2 older than 2.4.240, which could lose rows, so Bellhop"
            + " does not open it. Move it away to start with an empty database, or name"
            + " another file.");
  }

  Path sibling(String ending) {
    return path.resolveSibling(path.getFileName() + ending);
  }

  /** The text of the first block; empty if there is no file or it cannot be read. */
  private static String head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  Path folder() {
    return path.getParent();
  }

  void keepFolderPrivate() {
    try {
      PrivateFiles.folder(folder());
    } catch (IOException e) {
      // If H2 cannot use the folder either, its own error is clearer.
      LOG.debug("Bellhop cannot make {} private: {}", folder(), e.toString());
    }
  }

  /**
   * Protects the database, its lock, and the trace file that H2 writes for errors.
   *
   * @param weMadeThem whether Bellhop has just created them
   */
  void keepFilesPrivate(boolean weMadeThem) {
    String name = path.getFileName() + ".";
    if (!Files.isDirectory(folder())) {
      return; // H2 itself reports why there is none
    }
    try {
      PrivateFiles.files(
          folder(), file -> file.startsWith(name) && file.contains(".db"), weMadeThem);
    } catch (IOException e) {
      LOG.warn("Bellhop cannot close the files of {} to other users: {}", path, e.toString());
    }
  }
}
