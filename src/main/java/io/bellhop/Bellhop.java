package io.bellhop;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.util.concurrent.CountDownLatch;

/** The program. */
public final class Bellhop {
  private Bellhop() {}

  public static void main(String[] args) throws Exception {
    try {
      Options options = Server.options(System.getProperties(), System.getenv());
      Server server = Server.start(options);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    try {
                      server.close();
                      Runtime.getRuntime().halt(0);
                    } catch (Exception e) {
                      Runtime.getRuntime().halt(1);
                    }
                  }));
      server
          .hub()
          .newApiKey()
          .ifPresent(key -> System.out.println("the API key, shown only this once: " + key));
      System.out.println("bellhop ready: " + server.url());
      new CountDownLatch(1).await();
    } catch (ConfigException e) {
      System.err.println("bellhop: " + e.getMessage());
      System.exit(1);
    }
  }
}
