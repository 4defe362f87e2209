package io.bellhop.tool.bench;

import io.bellhop.config.Options;
import io.bellhop.runtime.StandaloneServer;
import io.bellhop.store.Database;
import java.util.concurrent.CountDownLatch;

/** The bare server as a separate process, on the database of the hub's options. */
public final class BareProgram {
  static final String READY = "bare ready: ";

  private BareProgram() {}

  public static void main(String[] args) throws Exception {
    Options options = StandaloneServer.options(System.getProperties(), System.getenv());
    try (Database database = Database.open(options);
        BareStore store = new BareStore(database);
        BareServer server = new BareServer(store::append)) {
      System.out.println(READY + server.uri());
      new CountDownLatch(1).await();
    }
  }
}
