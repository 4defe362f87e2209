package io.bellhop.ingest;

import org.apache.camel.Exchange;

/** The step of the error configuration that answers if Bellhop failed to accept a webhook. */
public final class IngestErrorStep {
  public void unavailable(Exchange exchange) {
    IngestResponse.UNAVAILABLE.on(exchange);
  }
}
