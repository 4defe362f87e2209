package io.bellhop.runtime.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** Detects the ends of answers. */
final class ResponseEndHandler extends ChannelOutboundHandlerAdapter {
  private final ConnectionGuard guard;

  ResponseEndHandler(ConnectionGuard guard) {
    this.guard = guard;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    boolean last =
        message instanceof LastHttpContent
            && !(message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL);
    ctx.write(message, promise);
    if (last) {
      guard.answered();
    }
  }
}
