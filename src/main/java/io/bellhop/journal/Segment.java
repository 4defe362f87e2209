package io.bellhop.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * One file of the journal: a head, then records, each with its length and a checksum over its
 * number and content. A record with another checksum was not written whole, and ends the file. One
 * thread writes; any may read.
 */
final class Segment implements AutoCloseable {
  /** Bytes of the head: a mark of the format, and the number of the first record. */
  static final int HEAD = 16;

  private static final long FORMAT = 0x42484a4f55523031L; // "BHJOUR01"

  /** Bytes before each record's content: its length and its checksum. */
  private static final int FRAME = 8;

  /** No record that Bellhop writes is nearly as long: a larger number is not a length. */
  private static final int LONGEST = 256 * 1024 * 1024;

  private final Path file;
  private final FileChannel channel;
  private final long first;
  private long next;
  private long end = HEAD;

  private Segment(Path file, FileChannel channel, long first) {
    this.file = file;
    this.channel = channel;
    this.first = first;
    this.next = first;
  }

  static String name(long first) {
    return String.format(Locale.ROOT, "%019d.journal", first);
  }

  /**
   * Makes a file; neither the file nor its name is on disk before {@link #force}.
   *
   * @param first the number of its first record
   */
  static Segment create(Path folder, long first, java.nio.file.attribute.FileAttribute<?>[] mode)
      throws IOException {
    Path file = folder.resolve(name(first));
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            mode);
    Segment made = new Segment(file, channel, first);
    try {
      ByteBuffer head = ByteBuffer.allocate(HEAD).putLong(FORMAT).putLong(first).flip();
      made.write(head, 0);
      return made;
    } catch (IOException e) {
      made.delete();
      throw e;
    }
  }

  /** Opens a file that an earlier run has written, and reads it to its end. */
  static Segment read(Path file, Journal.Reader reader) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      ByteBuffer head = ByteBuffer.allocate(HEAD);
      fill(channel, head, 0);
      if (head.position() < HEAD) {
        // A crash interrupted its creation: it has no record yet.
        return new Segment(file, channel, number(file));
      }
      head.flip();
      if (head.getLong() != FORMAT) {
        throw new IOException(file + " is not a journal file that this version of Bellhop reads");
      }
      Segment segment = new Segment(file, channel, head.getLong());
      segment.readRecords(reader);
      return segment;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  static long number(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private void readRecords(Journal.Reader reader) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(FRAME);
    long size = channel.size();
    while (end + FRAME <= size) {
      frame.clear();
      fill(channel, frame, end);
      frame.flip();
      int length = frame.getInt();
      int sum = frame.getInt();
      if (length <= 0 || length > LONGEST || end + FRAME + length > size) {
        return;
      }
      byte[] content = content(end, length);
      if (checksum(next, content) != sum) {
        return;
      }
      reader.record(new RecordLocation(first, end, length), content);
      end += FRAME + length;
      next++;
    }
  }

  /**
   * Appends records; nothing is on disk before {@link #force}.
   *
   * @param buffer whose content does not matter before and after
   */
  RecordLocation[] append(byte[][] records, ByteBuffer buffer) throws IOException {
    RecordLocation[] places = new RecordLocation[records.length];
    long written = end;
    buffer.clear();
    try {
      for (int i = 0; i < records.length; i++) {
        byte[] content = records[i];
        places[i] = new RecordLocation(first, written + buffer.position(), content.length);
        if (buffer.remaining() < FRAME) {
          written += flush(buffer, written);
        }
        buffer.putInt(content.length).putInt(checksum(next + i, content));
        int from = 0;
        while (from < content.length) {
          if (!buffer.hasRemaining()) {
            written += flush(buffer, written);
          }
          int part = Math.min(buffer.remaining(), content.length - from);
          buffer.put(content, from, part);
          from += part;
        }
      }
      written += flush(buffer, written);
    } catch (IOException e) {
      cut(e);
      throw e;
    }
    end = written;
    next += records.length;
    return places;
  }

  /** Writes the buffer, and returns how much that was. */
  private int flush(ByteBuffer buffer, long offset) throws IOException {
    int size = buffer.flip().remaining();
    write(buffer, offset);
    buffer.clear();
    return size;
  }

  /** Bytes of a failed write must not look like records that count. */
  private void cut(IOException cause) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  byte[] content(RecordLocation place) throws IOException {
    return content(place.offset(), place.length());
  }

  private byte[] content(long offset, int length) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    fill(channel, content, offset + FRAME);
    if (content.hasRemaining()) {
      throw new IOException(file + " ends in the middle of a record");
    }
    return content.array();
  }

  private static int checksum(long number, byte[] content) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    sum.update(content, 0, content.length);
    return (int) sum.getValue();
  }

  private static void fill(FileChannel channel, ByteBuffer buffer, long offset) throws IOException {
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
      // Until the buffer is full or the file ends.
    }
  }

  private void write(ByteBuffer bytes, long offset) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes, offset + bytes.position());
    }
  }

  /** Returns when all written bytes are on disk. */
  void force(Journal.Sync sync) throws IOException {
    sync.force(channel);
  }

  long first() {
    return first;
  }

  /** The number of the next record. */
  long next() {
    return next;
  }

  /** The bytes in use. */
  long size() {
    return end;
  }

  boolean isEmpty() {
    return next == first;
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
