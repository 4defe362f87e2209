package io.bellhop.delivery.http;

import io.bellhop.net.ForbiddenTargetException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;

/** Describes why an attempt got no answer, for users who read attempts; without the URL. */
public final class FailureReason {
  private FailureReason() {}

  public static String of(Throwable error) {
    if (error instanceof CompletionException && error.getCause() != null) {
      return of(error.getCause());
    }
    if (error instanceof ForbiddenTargetException) {
      return "not called: " + error.getMessage();
    }
    if (error instanceof UnknownHostException) {
      return "the name of the host is not known";
    }
    if (error instanceof RejectedExecutionException) {
      return "too many names are being looked up";
    }
    if (error instanceof ConnectTimeoutException) {
      return "no connection in time";
    }
    if (error instanceof NoRouteToHostException) {
      return "there is no way to the host";
    }
    if (error instanceof ConnectException) {
      return "the connection was refused";
    }
    if (error instanceof SSLException) {
      return "no secure connection: " + error.getClass().getSimpleName();
    }
    if (error instanceof ProtocolException) {
      return "the answer is not HTTP";
    }
    if (isClosed(error)) {
      return "the connection was closed before the end of the answer";
    }
    return error.getClass().getSimpleName();
  }

  /** Whether there was no connection at all, so that another address may have one. */
  static boolean isNotConnected(Throwable error) {
    return error instanceof SocketException;
  }

  /** Whether the other side has closed an existing connection. */
  static boolean isClosed(Throwable error) {
    return error instanceof IOException
        && !(error instanceof SSLException)
        && !(error instanceof ProtocolException);
  }
}
