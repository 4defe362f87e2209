package io.bellhop.life;

import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays many lives at once to one hub, and makes one that fails as small as it can. */
final class Lives implements AutoCloseable {
  /** Plays a life and tells what is wrong. */
  @FunctionalInterface
  interface Play {
    List<String> apply(LifeRun.Stage stage, Life life, String key);
  }

  /** A life that went wrong. */
  record Failure(Life life, List<String> wrong) {
    @Override
    public String toString() {
      return life + "\n  is wrong:\n    " + String.join("\n    ", wrong);
    }
  }

  private static final int AT_ONCE = 48;
  private static final int ROUNDS = 12;

  private final ExecutorService players = Executors.newFixedThreadPool(AT_ONCE);
  private final AtomicInteger keys = new AtomicInteger();
  private final LifeRun.Stage stage;

  Lives(Store store) throws Exception {
    String url = store.freshUrl();
    TestHub hub = TestHub.startAt(url, options());
    this.stage = new LifeRun.Stage(hub, new FakeServer(), new Backlog(url));
  }

  private static Map<String, String> options() throws IOException {
    return Map.of(
        "bellhop.routes", LooseRoutes.make().toString(),
        "bellhop.provider.response-timeout", "10s",
        "bellhop.ownerrez.merge-window", "30ms",
        "bellhop.guesty.merge-window", "30ms");
  }

  List<Failure> play(List<Life> lives, Play play) throws Exception {
    List<Future<Optional<Failure>>> running = new ArrayList<>();
    for (Life life : lives) {
      running.add(players.submit(() -> play(life, play)));
    }
    List<Failure> failures = new ArrayList<>();
    for (Future<Optional<Failure>> one : running) {
      one.get().ifPresent(failures::add);
    }
    return failures;
  }

  private Optional<Failure> play(Life life, Play play) {
    List<String> wrong;
    try {
      wrong = play.apply(stage, life, "life-" + keys.incrementAndGet());
    } catch (RuntimeException e) {
      wrong = List.of(e.toString());
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(new Failure(life, wrong));
  }

  /** The smallest that still fails; each round plays all that are a little smaller at once. */
  Failure smallest(Failure failure, Play play) throws Exception {
    Failure smallest = failure;
    for (int round = 0; round < ROUNDS; round++) {
      List<Failure> smaller = play(Shrink.of(smallest.life()), play);
      if (smaller.isEmpty()) {
        return smallest;
      }
      smallest = smaller.get(0);
    }
    return smallest;
  }

  @Override
  public void close() throws Exception {
    players.shutdownNow();
    stage.backlog().close();
    stage.hub().close();
    stage.server().close();
  }
}
