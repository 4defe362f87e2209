package io.bellhop.pipeline;

import io.bellhop.event.UnmappedValue;
import io.bellhop.time.WrittenTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * What could not be read, mapped or trusted on the way to a record. An exchange collects warnings
 * until its record is published; the event then carries them. Thread-safe, since a merged exchange
 * may go on in another thread.
 */
public final class Warnings {
  private static final String PROPERTY = "bellhop.warnings";

  /** An event is no place for a flood: a few texts show that a body has a thousand bad amounts. */
  private static final int MOST = 50;

  private static final int LONGEST = 300;

  private final Set<String> texts = new LinkedHashSet<>();
  private final Set<UnmappedValue> unmapped = new LinkedHashSet<>();
  private final Map<String, WrittenTime> doubtful = new LinkedHashMap<>();

  /** The warnings of this exchange, which may be none yet. */
  public static Warnings of(Exchange exchange) {
    Warnings warnings = exchange.getProperty(PROPERTY, Warnings.class);
    if (warnings == null) {
      warnings = new Warnings();
      exchange.setProperty(PROPERTY, warnings);
    }
    return warnings;
  }

  public synchronized void add(String text) {
    if (texts.size() < MOST) {
      texts.add(text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text);
    }
  }

  /** Adds the warning that a field's word is not known, and remembers the word to be counted. */
  public synchronized void addUnmapped(String field, String word) {
    add(field + ": no mapping knows the word \"" + word + "\"");
    countUnmapped(field, word);
  }

  /** Remembers a word that is not known and need not be, to be counted without a warning. */
  public synchronized void countUnmapped(String field, String word) {
    if (unmapped.size() < MOST) {
      unmapped.add(new UnmappedValue(field, word));
    }
  }

  /**
   * Adds the warning that a time may be one of two instants, and remembers it: a version that is
   * doubtful makes no change stale. The record holds its text in UTC, {@link WrittenTime#utc}.
   *
   * @param written the time as the provider wrote it
   */
  public synchronized void addDoubtful(String written, WrittenTime time) {
    add("the time " + written + " comes twice where the clocks change, or not at all");
    if (doubtful.size() < MOST) {
      doubtful.put(time.utc(), time);
    }
  }

  /** The time behind a text in UTC that was doubtful when it was written; null if it was not. */
  public synchronized WrittenTime doubtful(String utc) {
    return doubtful.get(utc);
  }

  /** Takes over what another exchange has, which goes no further. */
  void addAll(Warnings other) {
    // Not under both locks at once: two exchanges could wait for each other.
    other.takeTexts().forEach(this::add);
    List<UnmappedValue> words = other.takeUnmapped();
    synchronized (this) {
      words.stream().filter(word -> unmapped.size() < MOST).forEach(unmapped::add);
      other.doubtful.forEach(doubtful::putIfAbsent);
    }
  }

  /** Takes the texts away, so that the next record of the same exchange begins with none. */
  public synchronized List<String> takeTexts() {
    List<String> taken = new ArrayList<>(texts);
    texts.clear();
    return taken;
  }

  /** Takes the unknown words away. */
  public synchronized List<UnmappedValue> takeUnmapped() {
    List<UnmappedValue> taken = new ArrayList<>(unmapped);
    unmapped.clear();
    return taken;
  }
}
