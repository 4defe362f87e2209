package io.bellhop.net;

import io.bellhop.concurrent.DaemonThreads;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Resolves names without blocking the caller. All posts that wait for one name share one look-up,
 * so a name server that hangs costs one thread. Thread-safe.
 */
public final class DnsResolver implements AutoCloseable {
  /**
   * The number of look-ups that may hang at once; beyond it posts fail and Bellhop retries them.
   */
  private static final int MAX_LOOK_UPS = 256;

  private final AddressGuard guard;
  private final Map<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          MAX_LOOK_UPS,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          DaemonThreads.named("bellhop-dns"));

  public DnsResolver(AddressGuard guard) {
    this.guard = guard;
  }

  /**
   * @return the addresses to connect to, or the error
   * @throws ForbiddenTargetException if the URL is not well-formed
   */
  public CompletableFuture<List<InetAddress>> addresses(URI url) {
    String host = AddressGuard.host(url);
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    if (AddressGuard.isAddress(host)) {
      lookUp(host, found);
      return found;
    }
    CompletableFuture<List<InetAddress>> other = underWay.putIfAbsent(host, found);
    if (other != null) {
      return other;
    }
    try {
      threads.execute(() -> lookUp(host, found));
    } catch (RejectedExecutionException e) {
      underWay.remove(host);
      found.completeExceptionally(e);
    }
    return found;
  }

  private void lookUp(String host, CompletableFuture<List<InetAddress>> found) {
    List<InetAddress> addresses = null;
    Throwable error = null;
    try {
      addresses = guard.addresses(host);
    } catch (UnknownHostException | RuntimeException e) {
      error = e;
    }
    // First, so that later callers start a new look-up.
    underWay.remove(host, found);
    if (error == null) {
      found.complete(addresses);
    } else {
      found.completeExceptionally(error);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
