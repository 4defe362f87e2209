package io.bellhop.pipeline;

import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.WithheldException;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;

/**
 * How an answer of the provider's API joins a message, for Camel's {@code enrich} with {@code
 * aggregateOnException}. A refusal leaves the body as it was, and stands in the variables {@code
 * refusal} and {@code refusalCode}, which are null after an answer; the route decides what it
 * means. Any other failure is the route's. Configured once, then thread-safe.
 */
public final class EnrichmentStrategy implements AggregationStrategy {
  private static final String REFUSAL = "refusal";
  private static final String CODE = "refusalCode";

  private String into = "";

  @Override
  public Exchange aggregate(Exchange message, Exchange answer) {
    if (!answer.isFailed()) {
      Object body = message.getMessage().getBody();
      ExchangeHelper.copyResultsPreservePattern(message, answer);
      if (!into.isEmpty()) {
        message.setVariable(into, message.getMessage().getBody());
        message.getMessage().setBody(body);
      }
      message.removeVariable(REFUSAL);
      message.removeVariable(CODE);
      return message;
    }
    // What the call has found out counts after a refusal too.
    answer.getVariables().forEach(message::setVariable);
    answer.getProperties().forEach(message::setProperty);
    ApiRejectedException refusal = answer.getException(ApiRejectedException.class);
    if (refusal == null) {
      message.setException(answer.getException());
      return message;
    }
    if (refusal instanceof WithheldException withheld) {
      RereadScheduler.note(message, withheld);
    }
    message.setProperty(Exchange.EXCEPTION_CAUGHT, refusal);
    message.setVariable(REFUSAL, refusal.getMessage());
    message.setVariable(CODE, refusal.code());
    return message;
  }

  /**
   * @param variable that the answer becomes; empty: it becomes the body
   */
  public void setInto(String variable) {
    this.into = variable;
  }
}
