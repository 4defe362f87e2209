package io.bellhop.provider;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * What could not be read, mapped or trusted on the way to a record. An exchange collects warnings
 * until its record is published; the event then carries them. Thread-safe, since a merged exchange
 * may go on in another thread.
 */
public final class Warnings {
  private static final String PROPERTY = "bellhop.warnings";

  /**
   * An event is no place for a flood: a body of a thousand bad amounts says so with fewer texts.
   */
  private static final int MOST = 50;

  private static final int LONGEST = 300;

  /** A word of a provider that no mapping knows, and the field of the record that it stands for. */
  public record Unmapped(String field, String word) {}

  private final Set<String> texts = new LinkedHashSet<>();
  private final Set<Unmapped> unmapped = new LinkedHashSet<>();

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
    if (unmapped.size() < MOST) {
      unmapped.add(new Unmapped(field, word));
    }
  }

  /** Takes the texts away, so that the next record of the same exchange begins with none. */
  public synchronized List<String> takeTexts() {
    List<String> taken = new ArrayList<>(texts);
    texts.clear();
    return taken;
  }

  /** Takes the unknown words away. */
  public synchronized List<Unmapped> takeUnmapped() {
    List<Unmapped> taken = new ArrayList<>(unmapped);
    unmapped.clear();
    return taken;
  }
}
