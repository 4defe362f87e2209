package io.bellhop.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.account.Account;
import io.bellhop.account.AccountContext;
import io.bellhop.failure.ApiRejectedException;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.failure.RetryableException;
import io.bellhop.failure.WithheldException;
import io.bellhop.inbox.RecordedCall;
import io.bellhop.message.MessageFailedException.Reason;
import io.bellhop.pipeline.CallRecorder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the routes that send messages, and decides whether a failed message may have been sent.
 * Thread-safe.
 */
final class SendRoutes {
  /**
   * @param providerId null if the provider returned none
   * @param failure null if the message was sent
   */
  record Outcome(String providerId, MessageFailedException failure) {}

  private static final Logger LOG = LoggerFactory.getLogger(SendRoutes.class);
  private static final int LONGEST_ID = 200;

  private final CamelContext context;
  private final ProducerTemplate template;

  SendRoutes(CamelContext context) {
    this.context = context;
    this.template = context.createProducerTemplate();
  }

  boolean has(String provider) {
    String uri = "direct://" + name(provider);
    return context.getRoutes().stream()
        .anyMatch(route -> route.getEndpoint().getEndpointBaseUri().equals(uri));
  }

  Outcome send(Account account, JsonNode conversation, String text) {
    List<RecordedCall> calls = new CopyOnWriteArrayList<>();
    Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
    AccountContext.set(exchange, () -> account);
    CallRecorder.listen(exchange, calls::add);
    exchange.setVariable("provider", account.provider());
    exchange.setVariable("event", "message");
    exchange.setVariable("origin", CallRecorder.ASKED);
    exchange.setVariable("recordId", conversation.path("id").asText());
    exchange.setVariable("message", JsonNodeFactory.instance.objectNode().put("body", text));
    exchange.getMessage().setBody(conversation);
    Exchange done = template.send("direct:" + name(account.provider()) + "?block=false", exchange);
    boolean sent = done.getVariable("sent", "", String.class).equals("true");
    if (done.getException() == null || sent) {
      return new Outcome(providerId(done), null);
    }
    LOG.info(
        "Bellhop did not send a message of {}: {}",
        account,
        done.getException().getClass().getName());
    return new Outcome(null, failure(done.getException(), calls));
  }

  private static String providerId(Exchange done) {
    Object id = done.getVariable("messageId");
    String text = id instanceof JsonNode node ? node.asText("") : id == null ? "" : id.toString();
    return text.isEmpty() || text.length() > LONGEST_ID ? null : text;
  }

  private static MessageFailedException failure(Throwable failure, List<RecordedCall> calls) {
    if (mayBeDone(failure, calls)) {
      return new MessageFailedException(
          Reason.NO_ANSWER,
          "The provider's API gave no clear answer: the message may have gone out. Check"
              + " the conversation, and send it with another key if it is missing");
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof RetryableException later && !(t instanceof CredentialsException)) {
        return new MessageFailedException(Reason.LATER, t.getMessage(), later.at());
      }
      if (t instanceof ApiRejectedException
          || t instanceof CredentialsException
          || t instanceof PermanentFailureException) {
        return new MessageFailedException(Reason.REFUSED, t.getMessage());
      }
    }
    return new MessageFailedException(
        Reason.REFUSED, "The provider's route failed before it called the API");
  }

  /** Whether the outcome of the last writing call is unknown. */
  private static boolean mayBeDone(Throwable failure, List<RecordedCall> calls) {
    List<RecordedCall> writes =
        calls.stream().filter(call -> !call.method().equals("GET")).toList();
    if (writes.isEmpty()) {
      return false;
    }
    Integer status = writes.get(writes.size() - 1).status();
    boolean isRefused = status != null && status / 100 == 4;
    return !isRefused && !isRefusal(failure);
  }

  /** A provider may refuse with status 200, and name the refusal in the body. */
  private static boolean isRefusal(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ApiRejectedException) {
        return !(t instanceof WithheldException);
      }
    }
    return false;
  }

  private static String name(String provider) {
    return "bellhop-" + provider + "-send-message";
  }
}
