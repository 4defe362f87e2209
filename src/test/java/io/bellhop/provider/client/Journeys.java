package io.bellhop.provider.client;

import io.bellhop.provider.ratelimit.Permit;
import io.bellhop.provider.ratelimit.RateLimit;
import io.bellhop.provider.ratelimit.RateLimitTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Calls that take their time, as several nodes make them: each arrives somewhere between its
 * beginning and its end, and some get no answer. Time is simulated.
 */
public final class Journeys {
  private static final Instant START = Instant.parse("2026-05-02T09:30:00Z");

  private record Step(Instant at, RateLimit limit, Permit permit, boolean answered) {}

  private Journeys() {}

  /** When calls have arrived, in order; in the background every fourth. */
  public static List<Instant> of(List<RateLimit> nodes, int asked, Random random) {
    PriorityQueue<Step> ends = new PriorityQueue<>(Comparator.comparing(Step::at));
    List<Instant> arrived = new ArrayList<>();
    Instant now = START;
    for (int i = 0; i < asked; i++) {
      now = now.plusMillis(pause(random));
      while (!ends.isEmpty() && !ends.peek().at().isAfter(now)) {
        end(ends.poll());
      }
      RateLimit limit = nodes.get(random.nextInt(nodes.size()));
      Permit permit = RateLimitTest.take(limit, now, random.nextInt(4) == 0);
      if (permit.granted()) {
        boolean answered = random.nextInt(50) > 0;
        int millis = random.nextInt(10) == 0 ? random.nextInt(3_000) : random.nextInt(100);
        ends.add(new Step(now.plusMillis(millis), limit, permit, answered));
        // Without an answer it may arrive after we have given up.
        arrived.add(now.plusMillis(random.nextInt((answered ? millis : 10_000) + 1)));
      }
    }
    arrived.sort(Comparator.naturalOrder());
    return arrived;
  }

  private static void end(Step step) {
    if (step.answered()) {
      RateLimitTest.done(step.limit(), step.permit(), step.at());
    } else {
      step.limit().lost(step.permit());
    }
  }

  /** Now a burst, now a trickle, now silence. */
  private static int pause(Random random) {
    int kind = random.nextInt(100);
    return kind < 60
        ? random.nextInt(20)
        : kind < 97 ? random.nextInt(600) : random.nextInt(20_000);
  }
}
