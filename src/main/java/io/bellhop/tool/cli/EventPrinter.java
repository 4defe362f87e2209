package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.tool.fixture.EventLine;
import io.bellhop.tool.fixture.FixtureJson;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** What a subscriber prints. Behind the first line of JSON output there is nothing but JSON. */
final class EventPrinter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  /** Beyond this many a repeat is no longer known as one, so that memory has an end. */
  private static final int MOST_KNOWN = 100_000;

  private final CountDownLatch readerGone = new CountDownLatch(1);
  private final Set<String> seen =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MOST_KNOWN;
            }
          });

  private final PrintWriter out;
  private final PrintWriter notes;
  private final Clock clock;
  private final boolean json;
  private final boolean verified;

  EventPrinter(PrintWriter out, PrintWriter err, Clock clock, boolean json, boolean verified) {
    this.out = out;
    this.notes = json ? err : out;
    this.clock = clock;
    this.json = json;
    this.verified = verified;
  }

  void listening(URI at) {
    out.println("listening: " + at);
    if (!verified) {
      notes.println(
          "without a secret (--secret, BELLHOP_WEBHOOK_SECRET) signatures are not"
              + " checked: anyone may have sent these events");
    }
    flush();
  }

  /**
   * @param id the same for the same event, however often it comes; null if it has none
   */
  void event(String id, JsonNode body) {
    boolean repeat = id != null && !seen.add(id);
    if (json) {
      out.println(new String(FixtureJson.bytes(body), StandardCharsets.UTF_8));
    } else {
      out.println(
          time()
              + "  "
              + EventLine.of(body).stripTrailing()
              + (repeat ? " [repeat]" : "")
              + (verified ? "" : " [unverified]"));
    }
    flush();
  }

  /** What is to say beside the events. */
  void note(String text) {
    notes.println(time() + "  " + text);
    flush();
  }

  void refused(int status, String why) {
    notes.println(time() + "  refused with " + status + ": " + why);
    flush();
  }

  /** Is at zero when what reads our output has ended, as head does. */
  CountDownLatch readerGone() {
    return readerGone;
  }

  /** Returns when what reads our output has ended, as head does. */
  void awaitReaderGone() throws InterruptedException {
    readerGone.await();
  }

  private String time() {
    return TIME.format(ZonedDateTime.now(clock));
  }

  private void flush() {
    notes.flush();
    if (out.checkError()) {
      readerGone.countDown();
    }
  }
}
