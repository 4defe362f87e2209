package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Sends events to a subscription again, or processes an inbox message again. */
@Command(
    name = "replay",
    description = "Sends events to a subscription again, or processes an inbox message again.",
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  /** One time for the hub, in whatever zone the user typed it. */
  static final class Time implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant().toString();
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'" + text + "' is not a time such as 2026-11-21T18:00:00Z");
      }
    }
  }

  static final class What {
    @ArgGroup(exclusive = false)
    Events events;

    @Option(
        names = "--inbox",
        required = true,
        paramLabel = "<id>",
        description = "The id of the inbox message to process again.")
    UUID inbox;
  }

  static final class Events {
    @Option(
        names = "--webhook",
        required = true,
        paramLabel = "<id>",
        description = "The id of the subscription, which gets the events that its mask matches.")
    UUID webhook;

    @ArgGroup(multiplicity = "1")
    Start start;

    @Option(
        names = "--to",
        converter = Time.class,
        paramLabel = "<time>",
        description = "The time to end at. Default: now.")
    String to;
  }

  static final class Start {
    @Option(
        names = "--from-event",
        required = true,
        paramLabel = "<id>",
        description = "The id of the event to begin with.")
    String event;

    @Option(
        names = "--from",
        required = true,
        converter = Time.class,
        paramLabel = "<time>",
        description = "The time to begin at, such as 2026-11-21T18:00:00Z.")
    String time;
  }

  @Mixin HubOptions hub;

  @ArgGroup(multiplicity = "1")
  What what;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    HubApi api = hub.api();
    if (what.inbox != null) {
      JsonNode row =
          api.post("/inbox/" + what.inbox + "/replay", FixtureJson.object()).path("data");
      spec.commandLine()
          .getOut()
          .println(what.inbox + " " + row.path("attributes").path("status").asText());
    } else {
      events(api, ProgressLine.on(spec.commandLine().getErr()));
    }
    return 0;
  }

  private void events(HubApi api, ProgressLine progress) {
    String path = "/webhooks/" + what.events.webhook + "/replay";
    ObjectNode body = FixtureJson.object();
    body.put(what.events.start.event == null ? "from" : "event_id", start());
    if (what.events.to != null) {
      body.put("to", what.events.to);
    }
    long count = 0;
    while (true) {
      JsonNode meta;
      try {
        meta = api.post(path, body).path("meta");
      } catch (CommandException e) {
        progress.leave();
        throw body.has("event_id") && count > 0
            ? new CommandException(e.getMessage() + "; " + goOn(count, body), e)
            : e;
      }
      count += meta.path("count").asLong();
      String next = meta.path("next").asText("");
      if (meta.path("next").isNull() || next.isEmpty()) {
        progress.end(count + " events queued for webhook " + what.events.webhook);
        return;
      }
      if (next.equals(body.path("event_id").asText())) {
        progress.leave();
        throw new CommandException("the hub does not get past event " + next);
      }
      progress.at(count + " events queued");
      body.remove("from");
      body.put("event_id", next);
    }
  }

  private String start() {
    return what.events.start.event == null ? what.events.start.time : what.events.start.event;
  }

  private static String goOn(long count, ObjectNode body) {
    return count
        + " events are queued, --from-event "
        + body.path("event_id").asText()
        + " continues";
  }
}
