package io.bellhop.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the HTTP parser of one connection. It lets whole heads pass that every parser reads
 * alike, and the bytes of their bodies; anything else is answered with 400 and the connection
 * closed. It holds the clock against slow clients. Used by the connection's event loop alone.
 */
final class ConnectionGuard extends ChannelDuplexHandler implements Connections.Connection {
  /** The parser behind has 8 KiB for headers and 4 KiB for the first line. */
  private static final int LONGEST_HEAD = 12 * 1024;

  private static final int LONGEST_LINE = 1024;

  /** What may wait while a request is answered: a client that goes on without waiting is odd. */
  private static final int MOST_AHEAD = 64 * 1024;

  /** A client that reads nothing of its answer for so long has gone. */
  private static final Duration WRITE = Duration.ofSeconds(30);

  /** Time for the last answer to be read before the connection is closed for good. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** A body that takes longer may have to give way when there is no room for others. */
  private static final Duration QUICK = Duration.ofSeconds(5);

  private static final Duration TICK = Duration.ofMillis(500);

  private enum State {
    HEAD,
    BODY,
    CHUNK,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS,
    REFUSED
  }

  private final HttpLimits limits;
  private final Connections connections;
  private final String address;
  private ByteBuf read = Unpooled.EMPTY_BUFFER;
  private State state = State.HEAD;
  private long left;
  private int trailers;
  private boolean answering;
  private boolean answerBegun;
  private int writing;
  private long since = System.nanoTime();
  private long writtenAt = since;
  private ScheduledFuture<?> tick;
  private ChannelHandlerContext context;
  private volatile boolean busy;
  private volatile boolean whole;
  private volatile long begunAt;
  private volatile boolean proven;
  private volatile long idleSince = since;

  ConnectionGuard(HttpLimits limits, Connections connections, String address) {
    this.limits = limits;
    this.connections = connections;
    this.address = address;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    tick =
        ctx.executor()
            .scheduleWithFixedDelay(
                this::look, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    tick.cancel(false);
    read.release();
    read = Unpooled.EMPTY_BUFFER;
    connections.leave(address, this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    tick.cancel(false);
    connections.leave(address, this);
    ctx.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (state == State.REFUSED) {
      bytes.release();
      return;
    }
    if (state == State.HEAD && !read.isReadable() && !answering) {
      since = System.nanoTime(); // the first byte of a request
    }
    read = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), read, bytes);
    pass();
    if (!read.isReadable()) {
      read.release();
      read = Unpooled.EMPTY_BUFFER;
    }
  }

  /** Lets pass what can be judged by now. */
  private void pass() {
    try {
      boolean goesOn = true;
      while (goesOn && read.isReadable() && state != State.REFUSED) {
        goesOn =
            switch (state) {
              case HEAD -> head();
              case BODY, CHUNK_DATA -> data();
              case CHUNK -> chunk();
              case CHUNK_END -> chunkEnd();
              case TRAILERS -> trailer();
              case REFUSED -> false;
            };
      }
    } catch (BadRequestException e) {
      refuse(RawAnswers.badRequest());
    }
  }

  private boolean head() throws BadRequestException {
    if (answering) {
      if (read.readableBytes() > MOST_AHEAD) {
        throw new BadRequestException("too much ahead of the answer");
      }
      return false;
    }
    // An empty line before a request is allowed; some clients end a body with one.
    if (read.readableBytes() >= 2 && startsWithLineEnd()) {
      read.skipBytes(2);
    }
    int end = ByteBufUtil.indexOf(Bytes.HEAD_END, read);
    if (end < 0) {
      refuseLineFeed();
      if (read.readableBytes() > LONGEST_HEAD) {
        throw new BadRequestException("a head that is too long");
      }
      return false;
    }
    int length = end - read.readerIndex() + 4;
    if (length > LONGEST_HEAD) {
      throw new BadRequestException("a head that is too long");
    }
    RequestHead head =
        RequestHead.of(read.toString(read.readerIndex(), length, StandardCharsets.ISO_8859_1));
    answering = true;
    answerBegun = false;
    since = System.nanoTime();
    begunAt = since;
    busy = true;
    left = head.length();
    state = left < 0 ? State.CHUNK : left > 0 ? State.BODY : State.HEAD;
    if (state == State.HEAD) {
      end();
    }
    forward(length);
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
    String line = line(20);
    if (line == null) {
      return false;
    }
    // No extensions: nobody uses them but to be read differently.
    if (!line.matches("[0-9A-Fa-f]{1,8}")) {
      throw new BadRequestException("not the size of a chunk");
    }
    left = Long.parseLong(line, 16);
    trailers = 0;
    state = left == 0 ? State.TRAILERS : State.CHUNK_DATA;
    forward(line.length() + 2);
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
    String line = line(LONGEST_LINE);
    if (line == null) {
      return false;
    }
    if (line.isEmpty()) {
      end();
    } else if (++trailers > 8 || !RequestHead.isTrailer(line)) {
      throw new BadRequestException("not what may stand behind the last chunk");
    }
    forward(line.length() + 2);
    return true;
  }

  /** The next line without its end; null if it is not there yet. */
  private String line(int longest) throws BadRequestException {
    int end = ByteBufUtil.indexOf(Bytes.LINE_END, read);
    int length = end < 0 ? read.readableBytes() : end - read.readerIndex();
    if (length > longest) {
      throw new BadRequestException("a line that is too long");
    }
    if (end < 0) {
      refuseLineFeed();
    }
    return end < 0 ? null : read.toString(read.readerIndex(), length, StandardCharsets.ISO_8859_1);
  }

  /** Some parsers take it for the end of a line; what waits for a better one might wait long. */
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

  /** The request is whole. */
  private void end() {
    state = State.HEAD;
    proven = true;
    whole = answering;
    busy = answering;
  }

  private void forward(int length) {
    context.fireChannelRead(read.readRetainedSlice(length));
  }

  /** What the server writes: an answer begins, and its bytes are on their way. */
  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    answerBegun = true;
    writing++;
    if (writing == 1) {
      writtenAt = System.nanoTime();
    }
    ChannelPromise own = promise.unvoid();
    own.addListener(
        done -> {
          writing--;
          writtenAt = System.nanoTime();
        });
    ctx.write(message, own);
  }

  /** Called when the server has written an answer's end. */
  void answered() {
    answering = false;
    whole = false;
    busy = state != State.HEAD;
    since = System.nanoTime();
    idleSince = since;
    // Not within the write: the parser behind is not done with this request.
    context.executor().execute(this::goOn);
  }

  /** What came ahead of the answer, as if it were read now: the server flushes when that ends. */
  private void goOn() {
    if (read.isReadable() && state != State.REFUSED) {
      pass();
      context.fireChannelReadComplete();
    }
  }

  private void look() {
    long now = System.nanoTime();
    if (writing > 0 && now - writtenAt > WRITE.toNanos()) {
      context.close();
    } else if (state == State.REFUSED) {
      if (now - since > LINGER.toNanos()) {
        context.close();
      }
    } else if (state != State.HEAD) {
      if (now - since > limits.body().toNanos()) {
        refuse(RawAnswers.timeout());
      }
    } else if (!answering) {
      boolean waits = proven && !read.isReadable();
      if (now - since > (waits ? limits.idle() : limits.head()).toNanos()) {
        if (read.isReadable()) {
          refuse(RawAnswers.timeout());
        } else {
          context.close();
        }
      }
    }
  }

  /** Answers, if nothing else is being answered, and closes. */
  private void refuse(ByteBuf answer) {
    boolean ours = !answering || state != State.HEAD && !answerBegun;
    state = State.REFUSED;
    since = System.nanoTime();
    if (!ours) {
      answer.release();
      context.close();
      return;
    }
    // Half closed first: what the client still sends would else wipe out the answer on its way.
    context
        .writeAndFlush(answer)
        .addListener(
            (ChannelFutureListener)
                done -> {
                  if (done.channel() instanceof DuplexChannel socket) {
                    socket.shutdownOutput();
                  } else {
                    done.channel().close();
                  }
                });
  }

  @Override
  public boolean isBusy() {
    return whole || busy && System.nanoTime() - begunAt < QUICK.toNanos();
  }

  @Override
  public boolean isProven() {
    return proven;
  }

  @Override
  public long idleSince() {
    return idleSince;
  }

  @Override
  public void close() {
    context.channel().close();
  }

  /** What ends a line, and a head. Read only. */
  private static final class Bytes {
    private static final ByteBuf LINE_END = of("\r\n");
    private static final ByteBuf HEAD_END = of("\r\n\r\n");

    private static ByteBuf of(String text) {
      return Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1).asReadOnly());
    }
  }
}
