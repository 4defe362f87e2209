package io.bellhop.inbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes and reads the messages of one request as a record of the journal. Only webhooks are in the
 * journal; messages that Bellhop makes are stored with the result that made them.
 */
final class MessageCodec {
  /** The first byte of a record names its format. */
  private static final int FORMAT = 1;

  /** The size of texts and numbers besides the body and the headers. */
  private static final int REST = 512;

  private MessageCodec() {}

  static byte[] write(List<NewMessage> request) {
    int size = REST;
    for (NewMessage one : request) {
      size += REST + one.message().body().length + one.message().headers().length();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeInt(request.size());
      for (NewMessage one : request) {
        write(out, one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A stream in memory does not fail.
    }
    return bytes.toByteArray();
  }

  /** Writes several requests into one record. */
  static byte[] writeAll(List<List<NewMessage>> requests) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(requests.size() * REST);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(requests.size());
      for (List<NewMessage> request : requests) {
        writeBytes(out, write(request));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A stream in memory does not fail.
    }
    return bytes.toByteArray();
  }

  static List<List<NewMessage>> readAll(byte[] record) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      int count = in.readInt();
      List<List<NewMessage>> requests = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        requests.add(read(readBytes(in)));
      }
      return requests;
    }
  }

  private static void write(DataOutputStream out, NewMessage one) throws IOException {
    InboxMessage message = one.message();
    writeId(out, message.id());
    writeId(out, message.accountId());
    out.writeUTF(message.provider());
    out.writeUTF(message.nativeEvent());
    out.writeUTF(message.orderKey());
    out.writeUTF(message.idempotencyKey());
    out.writeUTF(message.kind().text());
    out.writeBoolean(message.mergeable());
    writeTime(out, message.receivedAt());
    writeTime(out, message.dueAt());
    out.writeBoolean(one.isDeadLetter());
    out.writeUTF(one.isDeadLetter() ? one.fault() : "");
    writeBytes(out, message.headers().getBytes(StandardCharsets.UTF_8));
    writeBytes(out, message.body());
  }

  /**
   * @throws IOException if the record has a format of another version of Bellhop
   */
  static List<NewMessage> read(byte[] record) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      int format = in.readByte();
      if (format != FORMAT) {
        throw new IOException("a journal record has the unknown format " + format);
      }
      int count = in.readInt();
      List<NewMessage> request = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        request.add(readMessage(in));
      }
      return request;
    }
  }

  private static NewMessage readMessage(DataInputStream in) throws IOException {
    UUID id = readId(in);
    UUID account = readId(in);
    InboxMessage.Builder message = InboxMessage.builder(id, account, in.readUTF());
    message.nativeEvent(in.readUTF());
    message.keys(in.readUTF(), in.readUTF());
    message.kind(MessageKind.of(in.readUTF()));
    message.mergeable(in.readBoolean());
    message.receivedAt(readTime(in));
    message.dueAt(readTime(in));
    boolean isDeadLetter = in.readBoolean();
    String fault = in.readUTF();
    message.headers(new String(readBytes(in), StandardCharsets.UTF_8));
    message.body(readBytes(in));
    return new NewMessage(message.build(), isDeadLetter ? fault : null);
  }

  private static void writeId(DataOutputStream out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static UUID readId(DataInputStream in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  private static void writeTime(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static Instant readTime(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
