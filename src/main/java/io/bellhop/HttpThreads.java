package io.bellhop;

import io.bellhop.config.Options;
import io.vertx.core.VertxOptions;
import org.apache.camel.CamelContext;

/** The threads of an HTTP server of ours: bellhop.http.workers. */
final class HttpThreads {
  private HttpThreads() {}

  /** Binds what Camel's Vert.x server looks for when it starts in this context. */
  static void bind(CamelContext context, Options options) {
    context
        .getRegistry()
        .bind(
            "bellhopVertx",
            new VertxOptions()
                .setWorkerPoolSize(options.number("bellhop.http.workers", 1, 10_000)));
  }
}
