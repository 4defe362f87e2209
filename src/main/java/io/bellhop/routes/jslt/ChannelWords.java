package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The channel words of each provider's folder, in front of the shared ones. It reads each file
 * once. Thread-safe.
 */
final class ChannelWords {
  /** The folder with the words for all providers. */
  private static final String SHARED = "_shared";

  private final UnaryOperator<String> files;
  private final ObjectMapper mapper;
  private final Map<String, Channels> read = new ConcurrentHashMap<>();

  /**
   * @param files returns the text of a file, or throws an IllegalArgumentException if there is none
   */
  ChannelWords(UnaryOperator<String> files, ObjectMapper mapper) {
    this.files = files;
    this.mapper = mapper;
  }

  /**
   * @param provider empty for the shared words alone
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
      return Channels.NONE; // most providers have no words of their own
    }
    return Channels.read(name, text, mapper);
  }
}
