package io.bellhop.tool.bench;

import java.io.IOException;

/** The bare server, whose work ends with its answer. */
final class BareProcess implements MeasuredServer, AutoCloseable {
  private final BenchProvider provider = BenchProvider.inJar();
  private final ServerProcess process;
  private final int connections;

  BareProcess(BenchSettings settings) throws IOException, InterruptedException {
    this.process = ServerProcess.bare(settings);
    this.connections = settings.connections();
  }

  @Override
  public LoadGenerator load() {
    return new LoadGenerator(process.url(), connections, provider.whole());
  }

  @Override
  public ProcessThreads threads() {
    return process.threads();
  }

  @Override
  public void settle() {
    // The bare server has no work after its answers.
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
