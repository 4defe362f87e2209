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
 * Warnings about values that Bellhop could not read, map or trust. An exchange collects them until
 * its record is published, as part of the event. Thread-safe, because a merged exchange may
 * continue on another thread.
 */
public final class Warnings {
  private static final String PROPERTY = "bellhop.warnings";

  /** A few texts are enough to show that a body has a thousand bad amounts. */
  private static final int MOST = 50;

  private static final int LONGEST = 300;

  private final Set<String> texts = new LinkedHashSet<>();
  private final Set<UnmappedValue> unmapped = new LinkedHashSet<>();
  private final Map<String, WrittenTime> doubtful = new LinkedHashMap<>();
  private boolean unreadDate;

  /** The warnings of this exchange; there may be none yet. */
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

  /** Warns about an unknown word in a field, and records the word to count it. */
  public synchronized void addUnmapped(String field, String word) {
    add(field + ": no mapping knows the word \"" + word + "\"");
    countUnmapped(field, word);
  }

  /**
   * Records an unknown word to count it, without a warning, if a mapping need not know the word.
   */
  public synchronized void countUnmapped(String field, String word) {
    if (unmapped.size() < MOST) {
      unmapped.add(new UnmappedValue(field, word));
    }
  }

  /**
   * Warns that a time may be one of two instants, and records it: a doubtful version makes no
   * change stale. The record has the time in UTC, {@link WrittenTime#utc}.
   *
   * @param written the provider's text of the time
   */
  public synchronized void addDoubtful(String written, WrittenTime time) {
    add("the time " + written + " occurs twice when the clocks change, or not at all");
    if (doubtful.size() < MOST) {
      doubtful.put(time.utc(), time);
    }
  }

  /** The doubtful time behind a text in UTC; null if the time was not doubtful. */
  public synchronized WrittenTime doubtful(String utc) {
    return doubtful.get(utc);
  }

  /** Records that Bellhop could not read a date. */
  public synchronized void noteUnreadDate() {
    unreadDate = true;
  }

  /** Whether there was such a date. It also resets the mark for the next record. */
  synchronized boolean takeUnreadDate() {
    boolean taken = unreadDate;
    unreadDate = false;
    return taken;
  }

  /** Never holds both locks at once, because two exchanges could deadlock. */
  void addAll(Warnings other) {
    // Never hold both locks at once: two exchanges could wait for each other.
    other.takeTexts().forEach(this::add);
    List<UnmappedValue> words = other.takeUnmapped();
    synchronized (this) {
      words.stream().filter(word -> unmapped.size() < MOST).forEach(unmapped::add);
      other.doubtful.forEach(doubtful::putIfAbsent);
    }
  }

  /** Removes and returns the texts, so that the next record of the exchange begins without any. */
  public synchronized List<String> takeTexts() {
    List<String> taken = new ArrayList<>(texts);
    texts.clear();
    return taken;
  }

  /** Removes and returns the unknown words. */
  public synchronized List<UnmappedValue> takeUnmapped() {
    List<UnmappedValue> taken = new ArrayList<>(unmapped);
    unmapped.clear();
    return taken;
  }
}
