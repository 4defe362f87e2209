package io.bellhop.pipeline;

import io.bellhop.inbox.RecordedCall;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** Records calls of a provider's API with the message on whose behalf a route makes them. */
public final class CallRecorder {
  /** The origin of an exchange for a user's request. */
  public static final String ASKED = "asked";

  private static final String LISTENER = "bellhop.callListener";

  private CallRecorder() {}

  /** Sets the receiver of the calls of an exchange that carries no message. */
  public static void listen(Exchange exchange, Consumer<RecordedCall> listener) {
    exchange.setProperty(LISTENER, listener);
  }

  /**
   * The receiver of the calls of an exchange. With neither a message nor a listener it ignores
   * them.
   */
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
