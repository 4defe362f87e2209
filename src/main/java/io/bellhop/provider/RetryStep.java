package io.bellhop.provider;

import org.apache.camel.Exchange;

/** The step of the error configuration that hands a failed exchange to {@link Retries}. */
public final class RetryStep {
  private final Retries retries;

  public RetryStep(Retries retries) {
    this.retries = retries;
  }

  public void fail(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    retries.fail(
        Current.of(exchange), cause == null ? new IllegalStateException("no cause") : cause);
  }
}
