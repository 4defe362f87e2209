package io.bellhop.support;

import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A provider that keeps its limit: it counts the calls as they arrive, refuses what is too much,
 * and now and then says by itself to wait. What a hub has done wrong is in {@link #violations}.
 */
public final class LimitedApi implements AutoCloseable {
  /** At most so many calls in a period. */
  public record Bound(int calls, Duration period) {}

  private static final int PAUSE_ONE_IN = 100;

  private final FixtureApi api;
  private final List<Bound> bounds;
  private final Clock clock;
  private final int underWay;
  private final Random random;
  private final List<Instant> arrived = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private Instant pausedUntil = Instant.MIN;
  private int inPause;
  private int pauses;

  /**
   * @param prefix of paths that are counted
   * @param underWay calls that may be on their way already when it says to wait
   */
  public LimitedApi(
      Fixtures records, String prefix, List<Bound> bounds, int underWay, Clock clock, long seed) {
    this.api = new FixtureApi(records);
    this.bounds = bounds;
    this.underWay = underWay;
    this.clock = clock;
    this.random = new Random(seed);
    api.next(Integer.MAX_VALUE, prefix, this::judge);
  }

  public URI uri() {
    return api.uri();
  }

  public FixtureApi api() {
    return api;
  }

  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** How often it said to wait though the limit was kept. */
  public synchronized int pauses() {
    return pauses;
  }

  /** How many calls it has answered as they wanted. */
  public synchronized int served() {
    return arrived.size() - pauses;
  }

  private synchronized FixtureAnswer judge(FixtureAnswer usual) {
    Instant now = clock.instant();
    if (now.isBefore(pausedUntil)) {
      if (++inPause > underWay) {
        violations.add(inPause + " calls while it had said to wait until " + pausedUntil);
      }
      return wait(now);
    }
    for (Bound bound : bounds) {
      int full = arrived.size() - bound.calls();
      if (full >= 0 && now.isBefore(arrived.get(full).plus(bound.period()))) {
        violations.add(
            bound + ": call " + arrived.size() + " at " + now + ", one at " + arrived.get(full));
        return FixtureAnswer.tooManyRequests((int) bound.period().toSeconds());
      }
    }
    arrived.add(now);
    if (random.nextInt(PAUSE_ONE_IN) == 0) {
      pausedUntil = now.plusSeconds(1 + random.nextInt(120));
      inPause = 0;
      pauses++;
      return wait(now);
    }
    return random.nextInt(4) == 0
        ? FaultyAnswer.late(usual, Duration.ofMillis(1 + random.nextInt(3)))
        : usual;
  }

  private FixtureAnswer wait(Instant now) {
    return FixtureAnswer.tooManyRequests(1 + (int) Duration.between(now, pausedUntil).toSeconds());
  }

  @Override
  public void close() {
    api.close();
  }
}
