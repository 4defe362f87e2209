package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The words of channels by provider's folder, each read once, and before the shared ones.
 * Thread-safe.
 */
final class ChannelWords {
  /** The folder that all providers share. */
  private static final String SHARED = "_shared";

  private final UnaryOperator<String> files;
  private final ObjectMapper mapper;
  private final Map<String, Channels> read = new ConcurrentHashMap<>();

  /**
   * @param files gives the text of a file; fails with an IllegalArgumentException if there is none
   */
  ChannelWords(UnaryOperator<String> files, ObjectMapper mapper) {
    this.files = files;
    this.mapper = mapper;
  }

  /**
   * @param provider empty: the shared words alone
   */
  Channels of(String provider) {
    return read.computeIfAbsent(
        provider,
        folder -> {
          Channels shared = inFolder(SHARED);
          return folder.isEmpty() || folder.equals(SHARED)
              ? shared
              : inFolder(folder).before(shared);
        });
  }

  private Channels inFolder(String folder) {
    String name = folder + "/" + Channels.FILE;
    String text;
    try {
      text = files.apply(name);
    } catch (IllegalArgumentException e) {
      return Channels.NONE; // most providers need no words of their own
    }
    return Channels.read(name, text, mapper);
  }
}
