package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Suggestions;
import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.fixture.ProviderFolder;
import io.bellhop.tool.fixture.Senders;
import io.bellhop.tool.fixture.Signer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a provider against a hub. */
@Command(
    name = "send",
    description = "Posts a fixture to a hub, signed, as the provider would.",
    mixinStandardHelpOptions = true)
public final class SendCommand implements Callable<Integer> {
  @Parameters(
      index = "1",
      description =
          "A file in fixtures/<provider>/, with or without .json; or the path of any file.")
  String fixture;

  @Option(
      names = "--times",
      defaultValue = "1",
      description = "How often to post it, each time as a webhook of its own. Default: once.")
  int times;

  @Mixin HubOptions hub;
  @Mixin SendOptions sending;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    if (times < 1) {
      throw new ParameterException(spec.commandLine(), "--times must be at least 1");
    }
    HubApi api = hub.api();
    RouteFolders folders = sending.folders();
    Map<String, String> ingest = ingest(folders);
    SendPayload parcel = SendPayload.find(folders, sending.provider, fixture, sending.fixtures);
    JsonNode attributes =
        new AccountLookup(api).find(sending.provider, sending.account).path("attributes");
    Map<String, String> webhook = sending.fill(attributes.path("webhook"));
    URI listener = sending.listener(attributes.path("listener_url").asText());
    Map<String, Integer> answers = post(listener, parcel, signer(ingest, webhook));
    boolean all = answers.keySet().stream().allMatch(answer -> answer.startsWith("2"));
    answers.forEach(
        (answer, count) ->
            spec.commandLine().getOut().println(times == 1 ? answer : count + " x " + answer));
    return all ? 0 : 1;
  }

  private Map<String, Integer> post(URI listener, SendPayload parcel, Signer signer) {
    Senders senders = new Senders();
    ProgressLine progress = ProgressLine.on(spec.commandLine().getErr());
    Map<String, Integer> answers = new LinkedHashMap<>();
    for (int sent = 1; sent <= times; sent++) {
      try {
        Map<String, String> headers = new HashMap<>(parcel.headers());
        headers.putAll(signer.headers(parcel.body(), "msg_" + UUID.randomUUID(), Instant.now()));
        HttpResponse<String> answer = senders.post(listener, parcel.body(), headers);
        answers.merge(answer.statusCode() + " " + answer.body(), 1, Integer::sum);
      } catch (UncheckedIOException e) {
        progress.leave();
        // The token in the path is a secret.
        throw HubApi.unreachable(
            "listener",
            listener.getScheme() + "://" + listener.getAuthority(),
            "the hub's bellhop.public-url says how listener URLs begin; --to names another address",
            e);
      } catch (IllegalArgumentException e) {
        throw unfit(e);
      }
      if (times > 1) {
        progress.at(sent + " of " + times + " sent");
      }
    }
    if (times > 1) {
      progress.end(times + " of " + times + " sent");
    }
    return answers;
  }

  private Map<String, String> ingest(RouteFolders folders) {
    try {
      return ProviderFolder.of(folders, sending.provider).ingest();
    } catch (IllegalArgumentException e) {
      List<String> known =
          folders.folders().stream()
              .map(RouteFolders::name)
              .filter(name -> !name.equals(RouteFolders.SHARED))
              .toList();
      throw new CommandException(
          "there are no routes of a provider "
              + sending.provider
              + "; "
              + Suggestions.few(sending.provider, known)
              + ". Set BELLHOP_ROUTES_EXTRA to the folder of your own",
          e);
    }
  }

  private Signer signer(Map<String, String> ingest, Map<String, String> webhook) {
    try {
      return Signer.of(ingest, webhook);
    } catch (IllegalArgumentException e) {
      throw unfit(e);
    }
  }

  private CommandException unfit(IllegalArgumentException e) {
    return new CommandException(
        "the given credentials cannot prove a webhook to "
            + sending.provider
            + "'s listener: write a secret as the account has it, and a header value as plain text",
        e);
  }
}
