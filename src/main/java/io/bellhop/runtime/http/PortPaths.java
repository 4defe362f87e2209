package io.bellhop.runtime.http;

import io.bellhop.net.PathPrefix;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Limits a port to its paths. It removes the prefix from requests, so that no later code knows it,
 * and redirects all other paths to one that does not exist. It runs after the parser, when the path
 * is not decoded yet; {@link RequestHead} has rejected paths with dot segments.
 */
@Sharable
final class PortPaths extends ChannelInboundHandlerAdapter {
  /** The part of the hub that a port serves. */
  enum Part {
    ALL,
    HOOKS,
    ALL_BUT_HOOKS
  }

  private static final String HOOKS = "/hooks";

  /** Channels fetch calendars from outside, on the port of the webhooks. */
  private static final String CALENDARS = "/calendars/";

  /** Customers come from outside too. */
  private static final String CONNECT = "/connect/";

  /** A path without a route. */
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

  /** The target of a request without the prefix. */
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
