package io.bellhop.pipeline;

import io.bellhop.inbox.MadeCall;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** Notes calls of a provider's API with the message on whose behalf they are made. */
public final class MadeCalls {
  private MadeCalls() {}

  /** Takes the calls of an exchange; one that carries no message has them forgotten. */
  public static Consumer<MadeCall> of(Exchange exchange) {
    return call ->
        ExchangeContext.find(exchange)
            .ifPresent(current -> current.result().called(current.messages(), call));
  }
}
