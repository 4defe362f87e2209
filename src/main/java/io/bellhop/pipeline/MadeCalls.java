package io.bellhop.pipeline;

import io.bellhop.inbox.MadeCall;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** Notes calls of a provider's API with the message on whose behalf they are made. */
public final class MadeCalls {
  /** The origin of what a person has asked for just now, and waits for. */
  public static final String ASKED = "asked";

  private static final String LISTENER = "bellhop.callListener";

  private MadeCalls() {}

  /** Takes the calls of an exchange that carries no message. */
  public static void listen(Exchange exchange, Consumer<MadeCall> listener) {
    exchange.setProperty(LISTENER, listener);
  }

  /** Takes the calls of an exchange; one with neither message nor listener has them forgotten. */
  @SuppressWarnings("unchecked")
  public static Consumer<MadeCall> of(Exchange exchange) {
    Consumer<MadeCall> listener = exchange.getProperty(LISTENER, Consumer.class);
    if (listener != null) {
      return listener;
    }
    return call ->
        ExchangeContext.find(exchange)
            .ifPresent(current -> current.result().called(current.messages(), call));
  }
}
