package io.bellhop.pipeline;

import io.bellhop.failure.PausedException;
import io.bellhop.failure.WithheldException;
import org.apache.camel.Exchange;

/** The step of the error configuration that hands a failed exchange to {@link RetryPolicy}. */
public final class RetryStep {
  private final RetryPolicy retries;
  private final RereadScheduler later;

  public RetryStep(RetryPolicy retries, RereadScheduler later) {
    this.retries = retries;
    this.later = later;
  }

  public void fail(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Exception failure = cause instanceof WithheldException withheld ? withheld.pause() : cause;
    ExchangeContext current = ExchangeContext.of(exchange);
    if (failure instanceof PausedException pause && current.first().isReadAgain()) {
      later.postpone(current, pause);
      return;
    }
    retries.fail(current, failure == null ? new IllegalStateException("no cause") : failure);
  }
}
