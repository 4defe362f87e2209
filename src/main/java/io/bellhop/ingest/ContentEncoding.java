package io.bellhop.ingest;

import io.bellhop.net.RequestHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The compression of a body. Bytes that start like gzip are gzip whatever the header says, because
 * JSON never starts so. Bellhop reads other bytes unchanged, because a proxy may have inflated them
 * and kept the header.
 */
enum ContentEncoding {
  NONE,
  GZIP,
  /** An encoding that Bellhop does not read. */
  OTHER;

  private static final Set<String> GZIPS = Set.of("gzip", "x-gzip");
  private static final int FIRST = 0x1f;
  private static final int SECOND = 0x8b;

  /** Determines the encoding by the header and the first bytes. */
  static ContentEncoding of(RequestHeaders headers, byte[] body) {
    boolean gzip = false;
    for (String value : headers.all().getOrDefault("content-encoding", List.of())) {
      for (String word : value.split(",", -1)) {
        String encoding = word.trim().toLowerCase(Locale.ROOT);
        boolean isGzip = GZIPS.contains(encoding);
        if (isGzip && gzip || !isGzip && !encoding.isEmpty() && !encoding.equals("identity")) {
          return OTHER;
        }
        gzip |= isGzip;
      }
    }
    return looksLikeGzip(body) ? GZIP : NONE;
  }

  private static boolean looksLikeGzip(byte[] body) {
    return body.length >= 2 && (body[0] & 0xff) == FIRST && (body[1] & 0xff) == SECOND;
  }

  /**
   * Inflates a body.
   *
   * @param most the largest size of the result; it reads no further, whatever the size of a zip
   *     bomb
   * @return {@code most} + 1 bytes if the result is larger
   * @throws IOException if it is not gzip, or ends too early
   */
  static byte[] inflate(byte[] body, int most) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readNBytes(most == Integer.MAX_VALUE ? most : most + 1);
    }
  }
}
