package io.bellhop.journal;

import io.bellhop.store.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A log in a folder of its own, in files of some megabytes. A file is deleted when all of its
 * records are released. A start reads what is left, and cuts off a record that a crash has torn.
 *
 * <p>Thread-safe. Nothing waits for an append but another one.
 */
public final class Journal implements AutoCloseable {
  /** Gets the records of an earlier run one by one: they need not all fit into memory. */
  @FunctionalInterface
  public interface Reader {
    void record(RecordLocation place, byte[] content) throws IOException;
  }

  /** While all records are released at once, Bellhop keeps at most two files of this size. */
  private static final long SEGMENT = 16L * 1024 * 1024;

  /** Some twenty requests: more would hardly save system calls. */
  private static final int BUFFER = 128 * 1024;

  /** No file is open for writing. */
  private static final long NONE = -1;

  private static final String ENDING = ".journal";

  private final Path folder;
  private final long segmentSize;
  private final Sync sync;

  /** A direct buffer: Java would copy heap memory into a new one for each group of requests. */
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

  private final Map<Long, Segment> segments = new ConcurrentHashMap<>();

  /**
   * The unreleased records of each file, and the file that is open for writing. It has a lock of
   * its own, because the journal holds its lock while the disk works.
   */
  private final Map<Long, Integer> open = new TreeMap<>();

  private long inUse = NONE;

  private Segment last;

  /** The number of the next record. */
  private long next;

  private JournalFailedException failure;

  /** Returns when the content of a file is on disk. */
  @FunctionalInterface
  interface Sync {
    void force(FileChannel file) throws IOException;
  }

  private Journal(Path folder, long segmentSize, Sync sync) {
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.sync = sync;
  }

  public static Journal open(Path folder, Reader left) throws IOException {
    return open(folder, SEGMENT, left, file -> file.force(false));
  }

  /**
   * @param left gets what an earlier run has left, in order
   * @throws IOException if a file cannot be read, or records are missing between two files
   */
  static Journal open(Path folder, long segmentSize, Reader left, Sync sync) throws IOException {
    PrivateFiles.folder(folder);
    Journal journal = new Journal(folder, segmentSize, sync);
    try {
      journal.readAll(left);
    } catch (IOException e) {
      journal.close();
      throw e;
    }
    return journal;
  }

  private void readAll(Reader left) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(f -> f.getFileName().toString().endsWith(ENDING)).sorted().toList();
    }
    Segment before = null;
    for (Path file : files) {
      Segment segment = Segment.read(file, left);
      if (before != null && before.next() != segment.first()) {
        segment.close();
        throw new IOException(
            "the journal in "
                + folder
                + " lacks records "
                + before.next()
                + " to "
                + (segment.first() - 1)
                + ": the disk is damaged, or a file was removed. Restore database and"
                + " journal from one backup, or move "
                + file.getFileName()
                + " and all later files out of the folder to start without them.");
      }
      if (segment.isEmpty()) {
        // Its name would collide with the next file's.
        segment.delete();
        continue;
      }
      before = segment;
      segments.put(segment.first(), segment);
      open.put(segment.first(), (int) (segment.next() - segment.first()));
    }
    // A torn end stays where it is: new records go to a new file.
    next = before == null ? 1 : before.next();
  }

  /**
   * Writes records and returns when all of them are on disk.
   *
   * @return where they lie, in order
   * @throws JournalFailedException if the disk did not confirm; every later call throws it too
   * @throws IOException if they cannot be written now, such as on a full disk; none of them counts,
   *     and a later call may work
   */
  public synchronized RecordLocation[] append(byte[][] records) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (last == null || last.size() >= segmentSize) {
      begin();
    }
    boolean isFirst = last.isEmpty();
    RecordLocation[] places = last.append(records, buffer);
    try {
      last.force(sync);
      if (isFirst) {
        forceFolder();
      }
    } catch (IOException e) {
      failure =
          new JournalFailedException(
              "the disk did not confirm a write to " + folder + ": " + e.getMessage(), e);
      throw failure;
    }
    next = last.next();
    synchronized (open) {
      open.merge(last.first(), records.length, Integer::sum);
    }
    return places;
  }

  private void begin() throws IOException {
    last = Segment.create(folder, next, PrivateFiles.newFile(folder));
    segments.put(last.first(), last);
    synchronized (open) {
      open.put(last.first(), 0);
      inUse = last.first();
    }
  }

  /** The name of a new file is only on disk after a sync of its folder. */
  private void forceFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Reads a record again. */
  public byte[] read(RecordLocation place) throws IOException {
    Segment segment = segments.get(place.segment());
    if (segment == null) {
      throw new IOException("the record is no longer in the journal: " + place);
    }
    return segment.content(place);
  }

  /** Releases a record: the caller has stored it elsewhere, as safely as here. */
  public void release(RecordLocation place) {
    synchronized (open) {
      open.merge(place.segment(), -1, Integer::sum);
    }
  }

  /**
   * Begins a new file with the next record, so that the present one can be deleted when all of it
   * is released: what it holds must not stay for as long as a quiet hub needs to fill it.
   */
  public synchronized void roll() {
    if (last != null && !last.isEmpty()) {
      last = null;
      synchronized (open) {
        inUse = NONE;
      }
    }
  }

  /**
   * Deletes the files whose records are all released, the oldest first: a missing file between two
   * others indicates damage.
   */
  public void deleteReleased() throws IOException {
    List<Long> done = new ArrayList<>();
    synchronized (open) {
      for (Map.Entry<Long, Integer> file : open.entrySet()) {
        if (file.getValue() > 0 || file.getKey() == inUse) {
          break;
        }
        done.add(file.getKey());
      }
      done.forEach(open::remove);
    }
    for (Long first : done) {
      segments.remove(first).delete();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    List<IOException> errors = new ArrayList<>();
    for (Segment segment : segments.values()) {
      try {
        segment.close();
      } catch (IOException e) {
        errors.add(e);
      }
    }
    segments.clear();
    if (!errors.isEmpty()) {
      throw errors.get(0);
    }
  }
}
