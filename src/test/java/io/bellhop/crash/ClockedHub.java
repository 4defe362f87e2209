package io.bellhop.crash;

import io.bellhop.runtime.StandaloneServer;
import io.bellhop.support.FastClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A hub that puts its clock forward by what it reads, and ends with the process that has started
 * it.
 */
final class ClockedHub {
  private ClockedHub() {}

  /** Where it and what it needs of the tests is. */
  static Path classes() throws IOException {
    try {
      return Path.of(ClockedHub.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  public static void main(String[] args) throws Exception {
    FastClock clock = new FastClock();
    clock.run(1);
    StandaloneServer server =
        StandaloneServer.start(
            StandaloneServer.options(System.getProperties(), System.getenv()), clock);
    System.out.println(HubProcess.READY + server.url());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      clock.forward(Duration.parse(line));
    }
    Runtime.getRuntime().halt(1);
  }
}
