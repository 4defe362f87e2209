package io.bellhop.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.crypto.Sha256;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import io.bellhop.tracing.TraceParent;
import java.time.Clock;
import org.apache.camel.Exchange;

/**
 * The step behind {@code bellhop-follow-up}: remembers work for when the events of a message are on
 * disk. It is stored in their transaction and handled like a message, so it happens after a crash
 * too, and never before them. Thread-safe.
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
      throw new PermanentFailureException(
          "bellhop-follow-up needs the variable followUp, its name, and an object as the body");
    }
    ExchangeContext current = ExchangeContext.of(exchange);
    byte[] body = mapper.writeValueAsBytes(content);
    // One key for one name and content, so that the same work is not done twice.
    String key = MessageKind.FOLLOW_UP.text() + " " + name + " " + Sha256.hex(body);
    current
        .result()
        .followUp(
            current.messages(),
            InboxMessage.builder(
                    ids.generate(), current.account().id(), current.account().provider())
                .nativeEvent(name)
                .keys(current.account().id() + " " + key, key)
                .kind(MessageKind.FOLLOW_UP)
                .receivedAt(clock.instant())
                .headers(TraceParent.headers(current.first().traceParent()))
                .body(body)
                .build());
  }
}
