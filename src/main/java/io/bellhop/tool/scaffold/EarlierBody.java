package io.bellhop.tool.scaffold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** The same record a day before, as another message: a late arrival must change nothing. */
final class EarlierBody {
  private static final int DAY_LENGTH = 10;
  private static final long DAY_IN_SECONDS = 86_400;

  /** Seconds since 1970 have fewer digits than this. */
  private static final long LEAST_MILLISECONDS = 100_000_000_000L;

  private EarlierBody() {}

  /**
   * @param time the place of its time of change
   * @param key the place of the message's own id; empty if it has none
   */
  static Optional<ObjectNode> of(Sample webhook, String time, String key) {
    Optional<JsonNode> before = before(webhook.at(time));
    if (before.isEmpty()) {
      return Optional.empty();
    }
    Sample earlier = new Sample(webhook.object().deepCopy(), false);
    set(earlier, time, before.get());
    if (!key.isEmpty()) {
      JsonNode id = earlier.at(key);
      set(
          earlier,
          key,
          id.isIntegralNumber()
              ? earlier.object().numberNode(id.longValue() + 1)
              : earlier.object().textNode(id.asText() + "-earlier"));
    }
    return Optional.of(earlier.object());
  }

  private static void set(Sample sample, String path, JsonNode value) {
    String parent = Sample.parent(path);
    sample.part(parent).object().set(path.substring(parent.length() + 1), value);
  }

  private static Optional<JsonNode> before(JsonNode time) {
    ObjectNode factory = FixtureJson.object();
    if (time.isIntegralNumber()) {
      long unit = time.longValue() < LEAST_MILLISECONDS ? 1 : 1000;
      return Optional.of(factory.numberNode(time.longValue() - DAY_IN_SECONDS * unit));
    }
    String text = time.asText();
    try {
      String day = LocalDate.parse(text.substring(0, DAY_LENGTH)).minusDays(1).toString();
      return Optional.of(factory.textNode(day + text.substring(DAY_LENGTH)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
