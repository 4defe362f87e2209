package io.bellhop.pipeline;

import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.WithheldException;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;

/**
 * Joins an answer of the provider's API to a message, for Camel's {@code enrich} with {@code
 * aggregateOnException}. After a refusal the body stays, and the variables {@code refusal} and
 * {@code refusalCode} describe it; both are null after an answer. The route decides what a refusal
 * means. Any other failure fails the route. Configured once, then thread-safe.
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
    // Variables that the call has set are valid after a refusal too.
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
   * @param variable for the answer; empty if the answer becomes the body
   */
  public void setInto(String variable) {
    this.into = variable;
  }
}
