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
 * The step behind {@code bellhop-follow-up}: it records work for after the commit of a message's
 * events. The transaction of the events stores the work, and Bellhop processes it like a message,
 * so that a crash cannot lose it or run it too early. Thread-safe.
 */
public final class FollowUpStep {
  private final ObjectMapper mapper;
  private final Clock clock;
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  public FollowUpStep(ObjectMapper mapper, Clock clock) {
    this.mapper = mapper;
    this.clock = clock;
  }

  /** The variable {@code followUp} names the work; the body is a JSON object with its data. */
  public void remember(Exchange exchange) throws JsonProcessingException {
    String name = exchange.getVariable("followUp", String.class);
    JsonNode content = exchange.getMessage().getBody(JsonNode.class);
    if (name == null || content == null || !content.isObject()) {
      throw new PermanentFailureException(
          "bellhop-follow-up needs a name in the variable followUp and an object as the body");
    }
    ExchangeContext current = ExchangeContext.of(exchange);
    byte[] body = mapper.writeValueAsBytes(content);
    // One key for each name and content, so that Bellhop does the same work only once.
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
