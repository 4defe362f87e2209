package io.bellhop;

import io.bellhop.config.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports to listen on. */
final class Ports {
  private Ports() {}

  /**
   * The port, or any free one for 0. Camel starts without a word when its port is taken, so it is
   * tried before.
   *
   * @param option that names it
   * @throws ConfigException if nobody can listen there
   */
  static int free(String option, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ConfigException(
          option
              + ": cannot listen on "
              + host
              + ":"
              + port
              + ": "
              + e.getMessage()
              + ". Stop what uses it, or set "
              + option
              + " to another port (0: any free one).");
    }
  }
}
