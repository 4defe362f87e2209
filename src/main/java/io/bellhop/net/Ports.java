package io.bellhop.net;

import io.bellhop.config.ConfigException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds free ports to listen on. */
public final class Ports {
  /**
   * Ports below those that Linux, macOS and Windows assign to outgoing connections, which could
   * take a free port before the server binds it.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_767;
  private static final int ATTEMPTS = 100;

  private Ports() {}

  /**
   * The port, or any free port for 0. Camel starts without an error if its port is taken, so
   * Bellhop checks the port first.
   *
   * @param option the name of the port's option, which ends in port; that of the host ends in host
   * @throws ConfigException if the port is in use, or the host is not an address of this machine
   */
  public static int free(String option, String host, int port) {
    try {
      requireOwn(option, host);
      if (port == 0) {
        return free(host);
      }
      bind(host, port);
      return port;
    } catch (IOException e) {
      throw new ConfigException(
          option
              + ": cannot listen on "
              + host
              + ":"
              + port
              + ": "
              + e.getMessage()
              + ". Stop the program that uses it, or set "
              + option
              + " to another port (0: any free one).");
    }
  }

  /**
   * A port that is free and that the operating system does not assign to outgoing connections.
   *
   * @throws IOException if the host is not an address of this machine
   */
  public static int free(String host) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
      try {
        bind(host, port);
        return port;
      } catch (BindException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void requireOwn(String option, String host) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
    } catch (IOException e) {
      throw new ConfigException(
          option.replaceFirst("port$", "host")
              + ": "
              + host
              + " is not an address of this machine; set it to one, or to 0.0.0.0 for all");
    }
  }

  private static void bind(String host, int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    }
  }
}
