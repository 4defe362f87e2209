package io.bellhop.inbox;

import io.bellhop.journal.Journal;
import io.bellhop.journal.RecordLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A journal in a folder beside the database file. No other node has this database open. */
final class FileJournal implements TailJournal {
  private final MessageContent content;
  private Journal journal;

  /**
   * @param content how headers and bodies are stored
   */
  FileJournal(MessageContent content) {
    this.content = content;
  }

  /**
   * Opens the journal; call it once, before the first append.
   *
   * @param left receives the requests of an earlier run, in order
   */
  void open(Path folder, Consumer<Kept> left) throws IOException {
    journal =
        Journal.open(
            folder,
            (place, record) ->
                left.accept(new Kept(place, content.open(MessageCodec.read(record)))));
  }

  @Override
  public Appended append(List<List<NewMessage>> requests) throws IOException {
    byte[][] records = new byte[requests.size()][];
    for (int i = 0; i < records.length; i++) {
      records[i] = MessageCodec.write(content.seal(requests.get(i)));
    }
    RecordLocation[] places = journal.append(records);
    List<Kept> kept = new ArrayList<>(places.length);
    for (int i = 0; i < places.length; i++) {
      kept.add(new Kept(places[i], requests.get(i)));
    }
    return new Appended(kept, false);
  }

  @Override
  public Map<RecordLocation, List<NewMessage>> read(Collection<RecordLocation> places)
      throws IOException {
    Map<RecordLocation, List<NewMessage>> read = new HashMap<>();
    for (RecordLocation place : places) {
      read.put(place, content.open(MessageCodec.read(journal.read(place))));
    }
    return read;
  }

  @Override
  public void release(RecordLocation place) {
    journal.release(place);
  }

  @Override
  public void deleteReleased() throws IOException {
    journal.deleteReleased();
  }

  @Override
  public void roll() {
    journal.roll();
  }

  @Override
  public void fence(Connection connection) {
    // No other node can have the database open.
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
