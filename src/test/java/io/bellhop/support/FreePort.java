package io.bellhop.support;

import io.bellhop.net.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Ports of tests, out of the reach of the connections that other tests make meanwhile. */
public final class FreePort {
  private FreePort() {}

  public static int any() {
    try {
      return Ports.free("127.0.0.1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
