package io.bellhop.pipeline;

import io.bellhop.failure.WithheldException;
import org.apache.camel.Exchange;

/** The step of the error configuration that hands a failed exchange to {@link Retries}. */
public final class RetryStep {
  private final Retries retries;

  public RetryStep(Retries retries) {
    this.retries = retries;
  }

  public void fail(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Exception failure = cause instanceof WithheldException withheld ? withheld.pause() : cause;
    retries.fail(
        ExchangeContext.of(exchange),
        failure == null ? new IllegalStateException("no cause") : failure);
  }
}
