package io.bellhop.tool.bench;

import io.bellhop.tool.fixture.OutgoingRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kept connection that posts one request at a time. It writes and reads HTTP itself, because an
 * HTTP client would take more CPU time than the server needs for the request. It belongs to one
 * event loop.
 */
final class PostConnection {
  private static final Pattern LENGTH =
      Pattern.compile("(?i)\r\ncontent-length:[ \t]*(\\d{1,9})[ \t]*\r\n");

  /** Both servers send it where they write no length. */
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int STATUS_LENGTH = 3;

  private final NetSocket socket;
  private final String start;
  private IntConsumer waiting;
  private Buffer answer = Buffer.buffer();
  private boolean open = true;

  /**
   * @param start the first lines of each request, up to its own headers
   */
  PostConnection(NetSocket socket, String start) {
    this.socket = socket;
    this.start = start;
    socket.handler(this::read);
    socket.exceptionHandler(error -> {});
    socket.closeHandler(closed -> end());
  }

  boolean isOpen() {
    return open;
  }

  /**
   * @param answered gets the status, or {@link Recorder#NO_ANSWER}
   */
  void post(OutgoingRequest request, IntConsumer answered) {
    waiting = answered;
    StringBuilder head = new StringBuilder(512).append(start);
    request
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(request.body().length).append("\r\n\r\n");
    socket.write(
        Buffer.buffer(head.length() + request.body().length)
            .appendString(head.toString(), StandardCharsets.ISO_8859_1.name())
            .appendBytes(request.body()));
  }

  private void read(Buffer bytes) {
    answer.appendBuffer(bytes);
    String text = answer.toString(StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n") + 4;
    if (body > 3 && isWhole(text, body)) {
      answer = Buffer.buffer();
      finish(Integer.parseInt(text, STATUS_AT, STATUS_AT + STATUS_LENGTH, 10));
    }
  }

  private static boolean isWhole(String text, int body) {
    Matcher length = LENGTH.matcher(text);
    return length.find()
        ? text.length() - body >= Integer.parseInt(length.group(1))
        : text.endsWith(LAST_CHUNK);
  }

  private void end() {
    open = false;
    finish(Recorder.NO_ANSWER);
  }

  private void finish(int status) {
    IntConsumer answered = waiting;
    waiting = null;
    if (answered != null) {
      answered.accept(status);
    }
  }
}
