package io.bellhop.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.Sha256;
import io.bellhop.inbox.Delivery;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;

/**
 * The step behind {@code bellhop-follow-up}: remembers what is to be done when the events of a
 * delivery are on disk. It is stored in their transaction and handled like a delivery, so it is
 * done after a crash too, and never before them. Thread-safe.
 */
public final class FollowUpStep {
  private final ObjectMapper mapper;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  public FollowUpStep(ObjectMapper mapper, Clock clock) {
    this.mapper = mapper;
    this.clock = clock;
  }

  /** The variable {@code followUp} is its name, the body a JSON object with what it needs. */
  public void remember(Exchange exchange) throws JsonProcessingException {
    String name = exchange.getVariable("followUp", String.class);
    JsonNode content = exchange.getMessage().getBody(JsonNode.class);
    if (name == null || content == null || !content.isObject()) {
      throw new HopelessException(
          "bellhop-follow-up needs the variable followUp, its name, and an object as the body");
    }
    Current current = Current.of(exchange);
    byte[] body = mapper.writeValueAsBytes(content);
    // The same once more is not to be done twice: one key for one name and content.
    String key = Delivery.FOLLOW_UP + " " + name + " " + Sha256.hex(body);
    Instant now = clock.instant();
    current
        .work()
        .followUp(
            current.deliveries(),
            new Delivery(
                ids.generate(),
                current.account().id(),
                current.account().provider(),
                name,
                current.account().id() + " " + key,
                key,
                Delivery.FOLLOW_UP,
                false,
                now,
                now,
                "{}",
                body,
                0,
                null));
  }
}
