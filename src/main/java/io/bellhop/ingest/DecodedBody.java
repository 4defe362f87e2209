package io.bellhop.ingest;

import io.bellhop.net.RequestHeaders;
import java.io.IOException;

/**
 * A body after decompression.
 *
 * @param encoding of the received bytes
 * @param fault why the body cannot be inflated, so that the bytes are as received; null if it can
 */
record DecodedBody(ContentEncoding encoding, byte[] bytes, String fault) {
  static DecodedBody of(RequestHeaders headers, byte[] raw, int largest) {
    ContentEncoding encoding = ContentEncoding.of(headers, raw);
    try {
      boolean isGzip = encoding == ContentEncoding.GZIP;
      return new DecodedBody(encoding, isGzip ? ContentEncoding.inflate(raw, largest) : raw, null);
    } catch (IOException e) {
      return new DecodedBody(
          encoding, raw, "the body should be gzip, but is broken or ends too early");
    }
  }

  boolean isInflated() {
    return encoding == ContentEncoding.GZIP && fault == null;
  }
}
