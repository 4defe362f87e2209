package io.bellhop.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A collector on loopback that takes OTLP over HTTP, and reads of it what tests ask for. */
public final class TraceCollector implements AutoCloseable {
  /**
   * A span.
   *
   * @param parent empty for the first of a trace
   * @param raw all of it, to look for what must not be there
   */
  public record Span(String trace, String id, String parent, String name, String raw) {}

  private record Field(int number, byte[] bytes) {}

  private final Receiver receiver = new Receiver();

  public String url() {
    return receiver.url("/v1/traces");
  }

  /** Waits until these are enough of the spans. */
  public List<Span> await(Predicate<List<Span>> enough) {
    return Awaitility.await().until(this::spans, enough);
  }

  public List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (Receiver.Received request : receiver.received()) {
      for (byte[] resource : all(request.body(), 1)) {
        for (byte[] scope : all(resource, 2)) {
          all(scope, 2).forEach(span -> spans.add(span(span)));
        }
      }
    }
    return spans;
  }

  private static Span span(byte[] span) {
    return new Span(
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        new String(all(span, 5).get(0), StandardCharsets.UTF_8),
        new String(span, StandardCharsets.ISO_8859_1));
  }

  private static String hex(byte[] message, int field) {
    List<byte[]> found = all(message, field);
    return found.isEmpty() ? "" : HexFormat.of().formatHex(found.get(0));
  }

  private static List<byte[]> all(byte[] message, int number) {
    return fields(message).stream().filter(f -> f.number() == number).map(Field::bytes).toList();
  }

  /** Those of a protobuf message that have a length; numbers are left out. */
  private static List<Field> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      switch ((int) tag & 7) {
        case 0 -> varint(in);
        case 1 -> in.getLong();
        case 2 -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          fields.add(new Field((int) (tag >> 3), bytes));
        }
        default -> in.getInt();
      }
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  @Override
  public void close() {
    receiver.close();
  }
}
