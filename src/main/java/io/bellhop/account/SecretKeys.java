package io.bellhop.account;

import io.bellhop.config.ConfigException;
import io.bellhop.crypto.Secrets;
import io.bellhop.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Set;

/** Reads the secret key from the options, or from a file of the data folder. */
final class SecretKeys {
  static final String OPTION = "bellhop.secret-key";
  static final String OLD = "bellhop.secret-key-old";

  private static final String FILE = "secret.key";

  private final Path data;

  SecretKeys(Path data) {
    this.data = data;
  }

  /** The configured key, or the one in the data folder, which Bellhop creates if it is missing. */
  byte[] current(String configured) {
    if (!configured.isEmpty()) {
      return decode(configured, OPTION);
    }
    return inFolder(FILE, true);
  }

  /**
   * The previous key: the configured one, or the one that an operator left in the data folder.
   *
   * @return null if there is none
   */
  byte[] old(String configured) {
    return configured.isEmpty() ? inFolder(FILE + ".old", false) : decode(configured, OLD);
  }

  private byte[] inFolder(String name, boolean isNeeded) {
    Path file = data.resolve(name);
    try {
      if (!Files.exists(file)) {
        if (!isNeeded) {
          return null;
        }
        make(file);
      }
      PrivateFiles.folder(data);
      PrivateFiles.files(data, name::equals, false);
      return decode(Files.readString(file).trim(), file.toString());
    } catch (IOException e) {
      throw new ConfigException(
          "Bellhop cannot use the key file "
              + file
              + ": "
              + e
              + ". Set bellhop.data or bellhop.secret-key.");
    }
  }

  private static void make(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    PrivateFiles.folder(folder);
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PrivateFiles.newFile(folder))) {
      String key = Base64.getEncoder().encodeToString(Secrets.random(32));
      channel.write(StandardCharsets.US_ASCII.encode(key));
    } catch (FileAlreadyExistsException e) {
      // Another process was faster, so its key applies.
    }
  }

  private static byte[] decode(String text, String place) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(place + " is not base64; make a key with: openssl rand -base64 32");
    }
  }
}
