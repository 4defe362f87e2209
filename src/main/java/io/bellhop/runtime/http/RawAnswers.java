package io.bellhop.runtime.http;

import io.bellhop.ingest.IngestResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Answers for malformed requests, which no HTTP server can answer. */
final class RawAnswers {
  private RawAnswers() {}

  static ByteBuf badRequest() {
    return of(IngestResponse.BAD_REQUEST, "Bad Request");
  }

  static ByteBuf timeout() {
    return of(IngestResponse.TIMEOUT, "Request Timeout");
  }

  private static ByteBuf of(IngestResponse answer, String phrase) {
    String text =
        "HTTP/1.1 "
            + answer.status()
            + " "
            + phrase
            + "\r\ncontent-type: application/json\r\ncontent-length: "
            + answer.body().length()
            + "\r\nconnection: close\r\n\r\n"
            + answer.body();
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
