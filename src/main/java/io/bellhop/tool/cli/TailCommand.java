package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the inbox of a hub as it fills. */
@Command(
    name = "tail",
    description = "Prints the inbox messages of a hub as they arrive, and their outcomes.",
    mixinStandardHelpOptions = true)
public final class TailCommand implements Callable<Integer> {
  private static final String NEWEST = "/inbox?pagination%5Blimit%5D=100";
  private static final long BETWEEN_LOOKS = TimeUnit.SECONDS.toMillis(1);

  /** More than a page: the command shows no change of older messages. */
  private static final int MOST_KNOWN = 1000;

  @Option(names = "--provider", description = "Only messages of this provider. Default: of all.")
  String provider;

  @Mixin HubOptions hub;
  @Spec CommandSpec spec;

  private final Map<String, String> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  @Override
  public Integer call() throws Exception {
    HubApi api = hub.api();
    PrintWriter out = spec.commandLine().getOut();
    // Existing messages are not news.
    changes(api);
    out.println("the inbox of " + api.hub() + ":");
    while (!out.checkError()) {
      Thread.sleep(BETWEEN_LOOKS);
      try {
        changes(api).forEach(out::println);
      } catch (HubUnreachableException e) {
        spec.commandLine().getErr().println(e.getMessage());
      }
    }
    return 0;
  }

  /** A line for each message that is new or has another status, the oldest first. */
  List<String> changes(HubApi api) {
    String path = provider == null ? NEWEST : NEWEST + "&provider=" + provider;
    List<JsonNode> items = new ArrayList<>();
    api.get(path).path("data").forEach(item -> items.add(0, item));
    List<String> lines = new ArrayList<>();
    for (JsonNode item : items) {
      String status = item.at("/attributes/status").asText();
      if (!status.equals(known.put(item.path("id").asText(), status))) {
        lines.add(line(item.path("id").asText(), item.path("attributes")));
      }
    }
    return lines;
  }

  private static String line(String id, JsonNode message) {
    String error = message.path("error").asText("");
    return "%s  %-9s  %-15s %-30s %s%s"
        .formatted(
            message.path("received_at").asText(),
            message.path("status").asText(),
            message.path("provider").asText(),
            message.path("native_event").asText(),
            id,
            error.isEmpty() ? "" : "  " + error);
  }
}
