package io.bellhop.journal.kafka;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.config.Suggestions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The topic that is the log, and how clients reach it.
 *
 * @param servers the first brokers to ask, separated by commas
 * @param client properties of Kafka's clients, by their names there
 * @param timeout after which a record counts as not written
 * @param largest record, in bytes
 */
public record KafkaSettings(
    String servers, String topic, Map<String, String> client, Duration timeout, int largest) {
  /** The default topic. */
  private static final String USUAL_TOPIC = "bellhop-inbox";

  private static final String OPTION = "bellhop.log";

  /** The form of the option; no error repeats its value, which may hold a password. */
  private static final String FORM =
      OPTION + " must be database, or kafka:<host>:<port>[,...][/<topic>][?<name>=<value>[&...]]";

  private static final Pattern VALUE =
      Pattern.compile(
          "kafka:(?<servers>%1$s(,%1$s)*)".formatted("([^/?,:]+|\\[[0-9a-fA-F:]+\\]):[0-9]+")
              + "(/(?<topic>[a-zA-Z0-9._-]{1,249}))?([?](?<client>.*))?");

  private static final Pattern VARIABLE =
      Pattern.compile("[{][{]env:([A-Za-z_][A-Za-z0-9_]*)[}][}]");

  /** Properties that the log requires; {@code bellhop.log.timeout} sets the times. */
  private static final Set<String> OURS =
      Set.of(
          "bootstrap.servers",
          "acks",
          "enable.idempotence",
          "transactional.id",
          "max.in.flight.requests.per.connection",
          "partitioner.class",
          "key.serializer",
          "value.serializer",
          "key.deserializer",
          "value.deserializer",
          "group.id",
          "auto.offset.reset",
          "enable.auto.commit",
          "max.request.size",
          "linger.ms",
          "allow.auto.create.topics",
          "max.block.ms",
          "delivery.timeout.ms",
          "request.timeout.ms");

  /** A sender gets its answer within 3 s. */
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(2);

  /** A healthy broker needs a part of it. */
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(200);

  /** The size of a record besides its body, in bytes: headers, keys, encryption. */
  private static final int BESIDES_THE_BODY = 64 * 1024;

  /**
   * Reads the options.
   *
   * @param variables finds the value of an environment variable, for {@code {{env:NAME}}}
   * @throws ConfigException if an option is invalid, or the Kafka client is missing
   */
  public static KafkaSettings of(Options options, UnaryOperator<String> variables) {
    Duration timeout = options.time(OPTION + ".timeout");
    if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new ConfigException(
          OPTION
              + ".timeout must be from 200ms to 2s, because a sender gets its answer"
              + " within 3 s, was: "
              + options.text(OPTION + ".timeout"));
    }
    int largest = options.number("bellhop.http.max-body", 1, Integer.MAX_VALUE - BESIDES_THE_BODY);
    return of(options.text(OPTION), variables, timeout, largest + BESIDES_THE_BODY);
  }

  static KafkaSettings of(
      String option, UnaryOperator<String> variables, Duration timeout, int largest) {
    Matcher value = VALUE.matcher(option);
    if (!value.matches()) {
      throw new ConfigException(FORM);
    }
    if (!KafkaClients.areThere()) {
      throw new ConfigException(
          OPTION + ": the Kafka client is missing, add kafka-clients to the class path");
    }
    Map<String, String> client = new TreeMap<>();
    String given = value.group("client") == null ? "" : value.group("client");
    for (String one : Arrays.stream(given.split("&")).filter(one -> !one.isEmpty()).toList()) {
      int end = one.indexOf('=');
      String name = end < 0 ? one : one.substring(0, end);
      require(name);
      client.put(name, filled(name, one.substring(end + 1), variables));
    }
    String topic = value.group("topic") == null ? USUAL_TOPIC : value.group("topic");
    return new KafkaSettings(value.group("servers"), topic, Map.copyOf(client), timeout, largest);
  }

  private static void require(String name) {
    if (OURS.contains(name)) {
      throw new ConfigException(OPTION + ": " + name + ": Bellhop sets it itself, leave it out");
    }
    Set<String> known = KafkaClients.names();
    if (!known.contains(name)) {
      throw new ConfigException(
          OPTION
              + ": "
              + name
              + " is not a property of Kafka clients; "
              + Suggestions.questionOrAll(name, known));
    }
  }

  private static String filled(String name, String value, UnaryOperator<String> variables) {
    return VARIABLE
        .matcher(value)
        .replaceAll(
            found -> {
              String set = variables.apply(found.group(1));
              if (set == null) {
                throw new ConfigException(
                    OPTION
                        + ": "
                        + name
                        + " needs the environment variable "
                        + found.group(1)
                        + ", which is not set");
              }
              return Matcher.quoteReplacement(set);
            });
  }

  /** Without parts that may be secret. */
  @Override
  public String toString() {
    return "topic " + topic + " at " + servers;
  }
}
