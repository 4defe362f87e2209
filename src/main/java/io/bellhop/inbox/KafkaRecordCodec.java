package io.bellhop.inbox;

import io.bellhop.journal.kafka.KafkaLog;
import io.bellhop.journal.kafka.KafkaReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes and reads messages as Kafka records. Each message is a record of its own, because each has
 * its own key.
 */
final class KafkaRecordCodec {
  private final MessageContent content;

  /**
   * @param content how headers and bodies are stored
   */
  KafkaRecordCodec(MessageContent content) {
    this.content = content;
  }

  List<KafkaLog.Entry> of(List<List<NewMessage>> requests) {
    List<KafkaLog.Entry> entries = new ArrayList<>(requests.size());
    for (List<NewMessage> request : requests) {
      for (NewMessage one : content.seal(request)) {
        String key = one.message().orderKey();
        entries.add(new KafkaLog.Entry(partitionOf(key), key, MessageCodec.write(List.of(one))));
      }
    }
    return entries;
  }

  private static int partitionOf(String orderKey) {
    return Integer.parseInt(Partitions.queueOf(orderKey));
  }

  /**
   * Reads a message.
   *
   * @throws IOException if the record is not a message
   */
  NewMessage read(KafkaReader.Entry record) throws IOException {
    List<NewMessage> one = content.open(decode(record.value()));
    if (one.size() != 1 || partitionOf(one.get(0).message().orderKey()) != record.partition()) {
      throw new IOException("it belongs to another partition");
    }
    return one.get(0);
  }

  private static List<NewMessage> decode(byte[] value) throws IOException {
    try {
      return MessageCodec.read(value);
    } catch (RuntimeException e) {
      throw new IOException("Bellhop cannot read it", e);
    }
  }
}
