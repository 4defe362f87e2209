package io.bellhop.tool.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the brokers of Kafka sinks take connections; other components are not known here. */
final class SinkCheck {
  private static final Pattern BROKERS = Pattern.compile("kafka:.*[?&]brokers=([^&]+).*");
  private static final Pattern BROKER = Pattern.compile("(.+):(\\d{1,5})");
  private static final int LIMIT = (int) Duration.ofSeconds(5).toMillis();

  private SinkCheck() {}

  static void run(Map<String, String> sinks, Consumer<Diagnosis> found) {
    sinks.forEach((name, uri) -> found.accept(one("sink " + name, uri)));
  }

  private static Diagnosis one(String subject, String uri) {
    Matcher brokers = BROKERS.matcher(uri);
    if (!brokers.matches()) {
      return Diagnosis.notChecked(subject, "only Kafka's brokers can be tried without an event");
    }
    List<String> away = new ArrayList<>();
    String[] all = brokers.group(1).split(",");
    for (String broker : all) {
      if (!answers(broker.strip())) {
        away.add(broker.strip());
      }
    }
    if (away.isEmpty()) {
      return Diagnosis.ok(subject, "all " + all.length + " brokers take connections");
    }
    String text =
        "no connection to "
            + String.join(", ", away)
            + ": start the broker, or correct the sink's URI";
    return away.size() < all.length
        ? Diagnosis.warning(subject, text)
        : Diagnosis.failed(subject, text);
  }

  private static boolean answers(String broker) {
    Matcher address = BROKER.matcher(broker);
    if (!address.matches()) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2))), LIMIT);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
