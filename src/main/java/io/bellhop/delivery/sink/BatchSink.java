package io.bellhop.delivery.sink;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultExchange;

/**
 * A sink that accepts many events in one message and acknowledges them together (Kafka): its
 * producer sends them in order and waits for the acknowledgement of the last one. Thread-safe.
 */
final class BatchSink {
  /**
   * One event as a separate exchange, because camel-kafka takes the headers of a record from its
   * exchange.
   */
  record Message(byte[] body, Map<String, Object> headers) {}

  /**
   * The names of Kafka's exceptions that concern a single record and not the broker. Names, not
   * classes, because the component is optional.
   */
  private static final Set<String> REFUSALS =
      Set.of("RecordTooLargeException", "InvalidRecordException", "SerializationException");

  private final AsyncProducer route;

  /**
   * @param route the entry of the sink's route
   */
  BatchSink(AsyncProducer route) {
    this.route = route;
  }

  /**
   * Sends messages and waits for the acknowledgement. Never throws: the reply describes the error.
   */
  BatchReply send(List<Message> messages) {
    Exchange exchange = route.getEndpoint().createExchange(ExchangePattern.InOnly);
    List<Exchange> records = new ArrayList<>(messages.size());
    for (Message message : messages) {
      Exchange record = new DefaultExchange(exchange.getContext());
      record.getMessage().setHeaders(message.headers());
      record.getMessage().setBody(message.body());
      records.add(record);
    }
    exchange.getMessage().setBody(new UntilFailure(records));
    try {
      route.process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    return reply(exchange, records);
  }

  private static BatchReply reply(Exchange exchange, List<Exchange> records) {
    Set<Integer> refused = new HashSet<>();
    Exception failure = null;
    for (int i = 0; i < records.size(); i++) {
      Exception error = records.get(i).getException();
      if (error != null && isRefusal(error)) {
        refused.add(i);
      } else if (error != null && failure == null) {
        failure = error;
      }
    }
    if (failure == null && refused.isEmpty()) {
      failure = exchange.getException();
    }
    return failure == null ? new BatchReply(null, refused) : BatchReply.failed(Sink.kind(failure));
  }

  private static boolean isRefusal(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (REFUSALS.contains(t.getClass().getSimpleName())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The records up to the first failed one: while a broker is unreachable, each further record
   * would wait as long as the first did ({@code maxBlockMs}).
   */
  private record UntilFailure(List<Exchange> records) implements Iterable<Exchange> {
    @Override
    public Iterator<Exchange> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < records.size() && (next == 0 || mayFollow(records.get(next - 1)));
        }

        @Override
        public Exchange next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return records.get(next++);
        }
      };
    }

    private static boolean mayFollow(Exchange last) {
      return last.getException() == null || isRefusal(last.getException());
    }
  }
}
