package io.bellhop.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the boundaries of requests in the bytes of one connection. It passes on whole heads that
 * every parser reads alike, and the bytes of their bodies, and rejects anything else. Used only by
 * the connection's event loop.
 */
final class RequestFraming {
  /** Receives the heads and bodies. */
  interface Listener {
    /** Whether the previous request has been answered, so that another may begin. */
    boolean mayBegin();

    void requestBegins();

    void requestEnds();

    void pass(ByteBuf bytes);
  }

  /** The limits of the parser behind: 8 KiB for headers and 4 KiB for the first line. */
  private static final int MAX_HEAD = 12 * 1024;

  private static final int MAX_LINE = 1024;
  private static final int MAX_CHUNK_LINE = 256;
  private static final int MAX_TRAILERS = 8;
  private static final String NAME = "[0-9A-Za-z!#$%&'*+.^_`|~-]++";

  /** A size with the extensions of RFC 9112, without the blanks that it merely tolerates. */
  private static final Pattern CHUNK =
      Pattern.compile(
          "([0-9A-Fa-f]{1,8})(?:;"
              + NAME
              + "(?:=(?:"
              + NAME
              + "|\"(?:[\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\t -~\\x80-\\xff])*+\"))?)*+");

  /** The bytes that may wait while a request is answered; no sensible client sends more. */
  private static final int MAX_AHEAD = 64 * 1024;

  private static final ByteBuf LINE_END = constant("\r\n");
  private static final ByteBuf HEAD_END = constant("\r\n\r\n");

  private enum State {
    HEAD,
    BODY,
    CHUNK,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS
  }

  private final Listener listener;
  private ByteBuf read = Unpooled.EMPTY_BUFFER;
  private State state = State.HEAD;
  private long left;
  private int trailers;

  RequestFraming(Listener listener) {
    this.listener = listener;
  }

  private static ByteBuf constant(String text) {
    return Unpooled.unreleasableBuffer(
        Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1).asReadOnly());
  }

  void add(ByteBufAllocator allocator, ByteBuf bytes) {
    read = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, read, bytes);
  }

  /** Whether there are bytes that it cannot check yet. */
  boolean hasBytes() {
    return read.isReadable();
  }

  /** Whether a request has begun and is incomplete. */
  boolean isWithinRequest() {
    return state != State.HEAD;
  }

  void release() {
    read.release();
    read = Unpooled.EMPTY_BUFFER;
  }

  /** Passes on the bytes that are complete enough to check. */
  void pass() throws BadRequestException {
    boolean goesOn = true;
    while (goesOn && read.isReadable()) {
      goesOn =
          switch (state) {
            case HEAD -> head();
            case BODY, CHUNK_DATA -> data();
            case CHUNK -> chunk();
            case CHUNK_END -> chunkEnd();
            case TRAILERS -> trailer();
          };
    }
  }

  private boolean head() throws BadRequestException {
    if (!listener.mayBegin()) {
      if (read.readableBytes() > MAX_AHEAD) {
        throw new BadRequestException("too many bytes ahead of the answer");
      }
      return false;
    }
    // The RFC allows an empty line before a request; some clients end a body with one.
    if (read.readableBytes() >= 2 && startsWithLineEnd()) {
      read.skipBytes(2);
    }
    int end = ByteBufUtil.indexOf(HEAD_END, read);
    if (end < 0) {
      refuseLineFeed();
      if (read.readableBytes() > MAX_HEAD) {
        throw new BadRequestException("a head that is too long");
      }
      return false;
    }
    int length = end - read.readerIndex() + 4;
    if (length > MAX_HEAD) {
      throw new BadRequestException("a head that is too long");
    }
    RequestHead head =
        RequestHead.of(read.toString(read.readerIndex(), length, StandardCharsets.ISO_8859_1));
    listener.requestBegins();
    left = head.length();
    state = left < 0 ? State.CHUNK : State.BODY;
    if (left == 0) {
      end();
    }
    forward(head.target());
    read.skipBytes(head.path() - head.target());
    forward(length - head.path());
    return true;
  }

  private boolean startsWithLineEnd() {
    int at = read.readerIndex();
    return read.getByte(at) == '\r' && read.getByte(at + 1) == '\n';
  }

  private boolean data() {
    int length = (int) Math.min(left, read.readableBytes());
    left -= length;
    if (left == 0) {
      if (state == State.BODY) {
        end();
      } else {
        state = State.CHUNK_END;
      }
    }
    forward(length);
    return true;
  }

  private boolean chunk() throws BadRequestException {
    String line = line(MAX_CHUNK_LINE);
    if (line == null) {
      return false;
    }
    Matcher chunk = CHUNK.matcher(line);
    if (!chunk.matches()) {
      throw new BadRequestException("not the size of a chunk");
    }
    String size = chunk.group(1);
    left = Long.parseLong(size, 16);
    if (left > Integer.MAX_VALUE) {
      // The parser behind would read it as a negative size.
      throw new BadRequestException("a chunk larger than any body may be");
    }
    trailers = 0;
    state = left == 0 ? State.TRAILERS : State.CHUNK_DATA;
    forward(size.length());
    // Removes extensions: no later code uses them, and no parser can misread what is absent.
    read.skipBytes(line.length() - size.length());
    forward(2);
    return true;
  }

  private boolean chunkEnd() throws BadRequestException {
    if (read.readableBytes() < 2) {
      return false;
    }
    if (!startsWithLineEnd()) {
      throw new BadRequestException("a chunk that is longer than it says");
    }
    state = State.CHUNK;
    forward(2);
    return true;
  }

  private boolean trailer() throws BadRequestException {
    String line = line(MAX_LINE);
    if (line == null) {
      return false;
    }
    if (line.isEmpty()) {
      end();
    } else if (++trailers > MAX_TRAILERS || !RequestHead.isTrailer(line)) {
      throw new BadRequestException("not what may stand behind the last chunk");
    }
    forward(line.length() + 2);
    return true;
  }

  /** The next line without its end; null if it is not complete. */
  private String line(int max) throws BadRequestException {
    int end = ByteBufUtil.indexOf(LINE_END, read);
    int length = end < 0 ? read.readableBytes() : end - read.readerIndex();
    if (length > max) {
      throw new BadRequestException("a line that is too long");
    }
    if (end < 0) {
      refuseLineFeed();
    }
    return end < 0 ? null : read.toString(read.readerIndex(), length, StandardCharsets.ISO_8859_1);
  }

  /** Some parsers accept it as the end of a line, and waiting for a correct end might take long. */
  private void refuseLineFeed() throws BadRequestException {
    int start = read.readerIndex();
    int at = read.indexOf(start, read.writerIndex(), (byte) '\n');
    while (at >= 0) {
      if (at == start || read.getByte(at - 1) != '\r') {
        throw new BadRequestException("a line feed alone");
      }
      at = read.indexOf(at + 1, read.writerIndex(), (byte) '\n');
    }
  }

  private void end() {
    state = State.HEAD;
    listener.requestEnds();
  }

  private void forward(int length) {
    listener.pass(read.readRetainedSlice(length));
  }
}
