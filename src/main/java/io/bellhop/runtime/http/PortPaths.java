package io.bellhop.runtime.http;

import io.bellhop.net.PathPrefix;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Which paths a port has. It takes the prefix off, so that nothing behind it knows of one, and
 * sends every other path where there is nothing. It stands behind the parser: the path is not
 * decoded yet, and {@link RequestHead} has refused one that leads elsewhere.
 */
@Sharable
final class PortPaths extends ChannelInboundHandlerAdapter {
  /** What a port has. */
  enum Part {
    ALL,
    HOOKS,
    ALL_BUT_HOOKS
  }

  private static final String HOOKS = "/hooks";

  /** Channels fetch calendars where providers post webhooks: from outside. */
  private static final String CALENDARS = "/calendars/";

  /** Customers come from outside too. */
  private static final String CONNECT = "/connect/";

  /** No route has this path. */
  private static final String NOWHERE = "/hooks/-/nowhere/-";

  private final PathPrefix prefix;
  private final Part part;

  PortPaths(PathPrefix prefix, Part part) {
    this.prefix = prefix;
    this.part = part;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request && !request.uri().equals("*")) {
      request.setUri(inside(request.uri()));
    }
    ctx.fireChannelRead(message);
  }

  /** The target of a request as the routes know it. */
  String inside(String target) {
    String path = prefix.without(target);
    return path == null || !has(path) ? NOWHERE : path;
  }

  private boolean has(String path) {
    boolean isHook = path.equals(HOOKS) || path.startsWith(HOOKS + "/");
    return switch (part) {
      case ALL -> true;
      case HOOKS -> isHook || path.startsWith(CALENDARS) || path.startsWith(CONNECT);
      case ALL_BUT_HOOKS -> !isHook;
    };
  }
}
