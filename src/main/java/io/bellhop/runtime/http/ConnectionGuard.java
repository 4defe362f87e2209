package io.bellhop.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Guards the HTTP parser of one connection. It passes on what {@link RequestFraming} accepts,
 * answers anything else with 400 and closes the connection. It also limits the time of slow
 * clients. Used only by the connection's event loop.
 */
final class ConnectionGuard extends ChannelDuplexHandler
    implements Connections.Connection, RequestFraming.Listener {
  /** A client that reads nothing of its answer for so long is gone. */
  private static final Duration WRITE = Duration.ofSeconds(30);

  /** Time to read the last answer before the server closes the connection. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** If there is no room for others, Bellhop may close a connection whose body takes longer. */
  private static final Duration QUICK = Duration.ofSeconds(5);

  private static final Duration TICK = Duration.ofMillis(500);

  private final HttpLimits limits;
  private final Connections connections;
  private final String address;
  private final RequestFraming requests = new RequestFraming(this);
  private boolean refused;
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
                this::checkTime, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    tick.cancel(false);
    requests.release();
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
    if (refused) {
      bytes.release();
      return;
    }
    if (!requests.isWithinRequest() && !requests.hasBytes() && !answering) {
      since = System.nanoTime(); // the first byte of a request
    }
    requests.add(ctx.alloc(), bytes);
    letPass();
    if (!requests.hasBytes()) {
      requests.release();
    }
  }

  private void letPass() {
    try {
      requests.pass();
    } catch (BadRequestException e) {
      refuse(RawAnswers.badRequest());
    }
  }

  @Override
  public boolean mayBegin() {
    return !answering;
  }

  @Override
  public void requestBegins() {
    answering = true;
    answerBegun = false;
    since = System.nanoTime();
    begunAt = since;
    busy = true;
  }

  @Override
  public void requestEnds() {
    proven = true;
    whole = answering;
    busy = answering;
  }

  @Override
  public void pass(ByteBuf bytes) {
    context.fireChannelRead(bytes);
  }

  /** Notes that an answer begins, and that its bytes are on their way. */
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

  /** The server has written the end of an answer. */
  void answered() {
    answering = false;
    whole = false;
    busy = requests.isWithinRequest();
    since = System.nanoTime();
    idleSince = since;
    // Later, because the parser behind has not finished this request during the write.
    context.executor().execute(this::passWhatWaits);
  }

  /**
   * Passes on bytes that arrived before the answer, as if they were read now. The server flushes
   * when a read completes.
   */
  private void passWhatWaits() {
    if (requests.hasBytes() && !refused) {
      letPass();
      context.fireChannelReadComplete();
    }
  }

  private void checkTime() {
    long now = System.nanoTime();
    if (writing > 0 && now - writtenAt > WRITE.toNanos()) {
      context.close();
    } else if (refused) {
      if (now - since > LINGER.toNanos()) {
        context.close();
      }
    } else if (requests.isWithinRequest()) {
      if (now - since > limits.body().toNanos()) {
        refuse(RawAnswers.timeout());
      }
    } else if (!answering) {
      boolean waits = proven && !requests.hasBytes();
      if (now - since > (waits ? limits.idle() : limits.head()).toNanos()) {
        if (requests.hasBytes()) {
          refuse(RawAnswers.timeout());
        } else {
          context.close();
        }
      }
    }
  }

  /** Answers, unless another answer is being written, and closes. */
  private void refuse(ByteBuf answer) {
    boolean ours = !answering || requests.isWithinRequest() && !answerBegun;
    refused = true;
    since = System.nanoTime();
    if (!ours) {
      answer.release();
      context.close();
      return;
    }
    // Closes only the output first; otherwise further bytes from the client could reset the
    // connection and discard the answer.
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
}
