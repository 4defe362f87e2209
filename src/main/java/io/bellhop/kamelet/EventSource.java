package io.bellhop.kamelet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.setup.DeclaredSubscription;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The bean of the Kamelet bellhop-event-source. Its properties are the Kamelet's parameters. It is
 * also the first processor of the route.
 */
public final class EventSource implements Processor {
  private final Declarations declarations;
  private String name;
  private String mask;
  private String sendData;
  private String endpoint;

  public EventSource(Declarations declarations) {
    this.declarations = declarations;
  }

  /** Camel calls this when all properties are set. */
  public void declare() {
    DeclaredSubscription wanted =
        new DeclaredSubscription(
            "Kamelet bellhop-event-source (name " + name + ")",
            null,
            subscription(name, mask, Boolean.parseBoolean(sendData)),
            KameletNames::parameter);
    if (!KameletNames.isName(name)) {
      declarations.refuse(wanted.fault("name", KameletNames.FORM));
    } else if (!sendData.matches("true|false")) {
      declarations.refuse(wanted.fault("sendData", "must be true or false"));
    } else {
      declarations.declare(new Declaration(name, endpoint, wanted, id -> {}));
    }
  }

  /** The subscription with the fields of the API. */
  static ObjectNode subscription(String name, String mask, boolean sendData) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", Declaration.sink(name))
        .put("sink", Declaration.sink(name))
        .put("event_mask", mask)
        .put("is_global", true)
        .put("is_active", true)
        .put("send_data", sendData);
  }

  @Override
  public void process(Exchange exchange) {
    clean(exchange.getMessage());
  }

  /**
   * Removes headers that a sink sets for Kafka and folders, because the next endpoint may be one of
   * these.
   */
  static void clean(Message message) {
    // The name of the header in older versions of Camel, and in 4.22.
    message.removeHeader("kafka.KEY");
    message.removeHeader("CamelKafkaKey");
    message.removeHeader(Exchange.FILE_NAME);
  }

  public void setName(String name) {
    this.name = name;
  }

  public void setMask(String mask) {
    this.mask = mask;
  }

  public void setSendData(String sendData) {
    this.sendData = sendData;
  }

  public void setEndpoint(String endpoint) {
    this.endpoint = endpoint;
  }
}
