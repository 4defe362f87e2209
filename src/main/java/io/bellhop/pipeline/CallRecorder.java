package io.bellhop.pipeline;

import io.bellhop.inbox.RecordedCall;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** Notes calls of a provider's API with the message on whose behalf they are made. */
public final class CallRecorder {
  /** The origin of what a person has asked for just now, and waits for. */
  public static final String ASKED = "asked";

  private static final String LISTENER = "bellhop.callListener";

  private CallRecorder() {}

  /** Takes the calls of an exchange that carries no message. */
  public static void listen(Exchange exchange, Consumer<RecordedCall> listener) {
    exchange.setProperty(LISTENER, listener);
  }

  /** Takes the calls of an exchange; one with neither message nor listener has them forgotten. */
  @SuppressWarnings("unchecked")
  public static Consumer<RecordedCall> of(Exchange exchange) {
    Consumer<RecordedCall> listener = exchange.getProperty(LISTENER, Consumer.class);
    if (listener != null) {
      return listener;
    }
    return call ->
        ExchangeContext.find(exchange)
            .ifPresent(current -> current.result().called(current.messages(), call));
  }
}
