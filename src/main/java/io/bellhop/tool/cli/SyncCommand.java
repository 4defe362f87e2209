package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.FixtureJson;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a hub read a provider's list, and shows the progress. */
@Command(
    name = "sync",
    description =
        "Starts a sync run, which reads what webhooks may have missed, and waits for its end.",
    mixinStandardHelpOptions = true)
public final class SyncCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  @Parameters(index = "0", description = "The provider: the name of its folder in routes.")
  String provider;

  @Option(
      names = "--account",
      description = "The id or name of the account; not needed if the provider has only one.")
  String account;

  @Option(
      names = "--full",
      description = "Read everything, to find deletions too, and not only changes.")
  boolean full;

  @Option(names = "--no-wait", description = "Do not wait for the end.")
  boolean noWait;

  @Mixin HubOptions hub;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    HubApi api = hub.api();
    String id = new AccountLookup(api).find(provider, account).path("id").asText();
    String path = "/integration_accounts/" + id + "/sync";
    ObjectNode body = FixtureJson.object();
    if (full) {
      body.putObject("sync").put("full", true);
    }
    JsonNode sync = api.post(path, body).at("/data/attributes");
    ProgressLine progress = ProgressLine.on(spec.commandLine().getErr());
    while (!noWait && state(sync).equals("running")) {
      progress.at(bar(sync) + said(sync));
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      sync = api.get(path).at("/data/attributes");
    }
    if (state(sync).equals("failed")) {
      progress.leave();
      throw new CommandException(
          "the sync failed after " + said(sync) + ": " + sync.path("error").asText());
    }
    progress.end("sync " + state(sync) + ": " + said(sync));
    return 0;
  }

  private static String state(JsonNode sync) {
    return sync.path("state").asText();
  }

  private static String said(JsonNode sync) {
    String deferred =
        sync.path("deferred").asInt() == 0
            ? ""
            : ", " + sync.path("deferred").asInt() + " to be retried";
    return sync.path("listed").asInt()
        + " records read, "
        + sync.path("published").asInt()
        + " events"
        + deferred;
  }

  /** Only where the provider reports the total. */
  private static String bar(JsonNode sync) {
    int total = sync.path("total").asInt();
    if (total == 0) {
      return "";
    }
    int tenths = Math.min(10, sync.path("listed").asInt() * 10 / total);
    return "[" + "#".repeat(tenths) + ".".repeat(10 - tenths) + "] ";
  }
}
