package io.bellhop.support;

import io.bellhop.tool.fixture.FixtureAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a provider's API answers when it is not well. */
public final class FaultyAnswer {
  private FaultyAnswer() {}

  /** A gateway's page where JSON should be. */
  public static FixtureAnswer garbage() {
    return FixtureAnswer.of(200, "<html>{\"half".getBytes(StandardCharsets.UTF_8));
  }

  /** None at all. */
  public static FixtureAnswer never() {
    return FixtureAnswer.of(0);
  }

  /** An answer that takes its time. */
  public static FixtureAnswer late(FixtureAnswer answer, Duration time) {
    return new FixtureAnswer(answer.status(), answer.headers(), answer.body(), time);
  }
}
