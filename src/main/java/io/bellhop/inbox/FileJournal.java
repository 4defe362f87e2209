package io.bellhop.inbox;

import io.bellhop.journal.Journal;
import io.bellhop.journal.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A journal in a folder beside the database's file, which no other node has open. */
final class FileJournal implements TailJournal {
  private final Journal journal;
  private final MessageContent content;

  private FileJournal(Journal journal, MessageContent content) {
    this.journal = journal;
    this.content = content;
  }

  /**
   * @param content how headers and bodies are stored
   * @param left gets what an earlier run has left, in order
   */
  static FileJournal open(Path folder, MessageContent content, List<Kept> left) throws IOException {
    List<Journal.Entry> entries = new ArrayList<>();
    FileJournal opened = new FileJournal(Journal.open(folder, entries), content);
    for (Journal.Entry entry : entries) {
      left.add(new Kept(entry.place(), content.open(MessageCodec.read(entry.content()))));
    }
    return opened;
  }

  @Override
  public Appended append(List<List<NewMessage>> requests) throws IOException {
    byte[][] records = new byte[requests.size()][];
    for (int i = 0; i < records.length; i++) {
      records[i] = MessageCodec.write(content.seal(requests.get(i)));
    }
    Place[] places = journal.append(records);
    List<Kept> kept = new ArrayList<>(places.length);
    for (int i = 0; i < places.length; i++) {
      kept.add(new Kept(places[i], requests.get(i)));
    }
    return new Appended(kept, false);
  }

  @Override
  public Map<Place, List<NewMessage>> read(Collection<Place> places) throws IOException {
    Map<Place, List<NewMessage>> read = new HashMap<>();
    for (Place place : places) {
      read.put(place, content.open(MessageCodec.read(journal.read(place))));
    }
    return read;
  }

  @Override
  public void release(Place place) {
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
    // No other node can have it.
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
