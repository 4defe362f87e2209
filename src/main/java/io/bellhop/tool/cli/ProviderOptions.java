package io.bellhop.tool.cli;

import io.bellhop.config.Suggestions;
import io.bellhop.tool.scaffold.ProviderAnswers;
import io.bellhop.tool.scaffold.SampleReader;
import java.io.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The answers to the questions of {@code new-provider}, as options; it asks for missing ones. */
final class ProviderOptions {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]*(: ?[A-Za-z0-9=]*)?");
  private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.:-]+");
  private static final Pattern READ = Pattern.compile("(/[A-Za-z0-9_.-]+)*/\\{recordId}(/[a-z]+)?");

  private static final List<String> PROOFS =
      List.of("hmac", "standard-webhooks", "basic", "header", "bearer", "token", "none");
  private static final List<String> BODIES = List.of("whole", "thin");
  private static final List<String> AUTHS = List.of("none", "bearer", "basic", "header", "oauth2");

  /** Shorter words than those of the templates. */
  private static final Map<String, String> PARAMETERS =
      Map.of("none", "", "header", "headers", "oauth2", "oauth2-client-credentials");

  @Option(
      names = {"--verify", "--proof"},
      paramLabel = "<way>",
      description =
          "How Bellhop verifies a webhook: hmac, standard-webhooks, basic, header, bearer, or"
              + " none (only the secret URL).")
  String verify;

  @Option(
      names = "--signature-header",
      description = "For hmac: the header with the signature; X-Sign: sha256= if that precedes it.")
  String signatureHeader;

  @Option(
      names = "--body",
      description = "whole: a webhook contains the record; thin: only its id.")
  String body;

  @Option(
      names = "--api-auth",
      paramLabel = "<way>",
      description =
          "How the provider's API authenticates Bellhop: none, bearer, basic, header, oauth2.")
  String apiAuth;

  @Option(names = "--base-url", description = "Scheme and host of the provider's API.")
  String baseUrl;

  @Option(
      names = "--read",
      paramLabel = "<path>",
      description = "For thin: the path to read a record, such as /v1/reservations/{recordId}.")
  String read;

  @Option(
      names = "--event",
      paramLabel = "<field>",
      description = "Where the webhook names the event: a field ($.type) or a header (@x-event).")
  String event;

  @Option(
      names = "--event-name",
      paramLabel = "<word>",
      description = "The value there, if the sample does not show it.")
  String eventName;

  @Option(
      names = "--id",
      paramLabel = "<field>",
      description = "Where the webhook has the record's id, such as $.data.id.")
  String id;

  @Option(
      names = "--sample",
      paramLabel = "<file>",
      description = "A webhook as the provider sends it, in JSON.")
  Path sample;

  @Option(
      names = "--record",
      paramLabel = "<file>",
      description = "For thin: a reservation as the provider's API returns it, in JSON.")
  Path record;

  @Option(
      names = "--defaults",
      description = "Ask nothing; options that are not given have their defaults.")
  boolean defaults;

  static void requireName(String name, CommandSpec spec) {
    if (!NAME.matcher(name).matches()) {
      String near =
          name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^a-z0-9]+", "-")
              .replaceAll("^[0-9-]+|-+$", "");
      throw wrong(
          spec,
          "the name must have lower-case letters, digits and single hyphens, and begin"
              + " with a letter"
              + (NAME.matcher(near).matches() ? ", as in " + near : "")
              + "; was: "
              + name);
    }
  }

  ProviderAnswers answers(String provider, CommandSpec spec) {
    String proof = choice(spec, "--verify", verify, "How does it prove a webhook", PROOFS, "hmac");
    proof = proof.equals("none") ? "token" : proof;
    if (signatureHeader != null && !proof.equals("hmac")) {
      throw wrong(spec, "--signature-header is for --verify=hmac");
    }
    String header = "";
    if (proof.equals("hmac")) {
      header = text("Which header has the signature", signatureHeader, "X-Signature");
      require(
          spec,
          "--signature-header",
          header,
          HEADER,
          "a header, as in X-Signature or \"X-Signature: sha256=\"");
    }
    boolean thin =
        choice(spec, "--body", body, "What does a webhook hold", BODIES, "whole").equals("thin");
    String auth =
        choice(
            spec,
            "--api-auth",
            apiAuth,
            "How does its API authenticate Bellhop",
            AUTHS,
            thin ? "bearer" : "none");
    if (thin && auth.equals("none")) {
      throw wrong(spec, "--body=thin needs the API, where records are read: give --api-auth");
    }
    if (baseUrl != null && auth.equals("none")) {
      throw wrong(spec, "--base-url needs an API: say by --api-auth how it authenticates Bellhop");
    }
    String url = "";
    if (!auth.equals("none")) {
      url =
          text("Where is its API", baseUrl, "https://api." + provider + ".example.com")
              .replaceAll("/+$", "");
      require(spec, "--base-url", url, URL, "scheme and host, as in https://api.acme.com");
    }
    String path = "";
    if (thin) {
      path = text("Where is a reservation read", read, "/v1/reservations/{recordId}");
      require(spec, "--read", path, READ, "a path such as /v1/reservations/{recordId}");
    } else if (read != null || record != null) {
      throw wrong(spec, "--read and --record are for --body=thin");
    }
    try {
      SampleReader reader = new SampleReader(sample, thin);
      ProviderAnswers.Webhook webhook = reader.webhook(event, eventName, id);
      return new ProviderAnswers(
          provider,
          proof,
          header,
          PARAMETERS.getOrDefault(auth, auth),
          url,
          path,
          webhook,
          reader.record(record, webhook));
    } catch (IllegalArgumentException e) {
      throw wrong(spec, e.getMessage());
    }
  }

  private String choice(
      CommandSpec spec,
      String option,
      String given,
      String question,
      List<String> among,
      String otherwise) {
    String word =
        text(question + " (" + String.join(", ", among) + ")", given, otherwise)
            .toLowerCase(Locale.ROOT);
    if (!among.contains(word)) {
      throw wrong(
          spec, option + " " + Suggestions.unknown(word, among).replaceFirst("^", word + " "));
    }
    return word;
  }

  /** The given value, the answer on a terminal, or the default. */
  private String text(String question, String given, String otherwise) {
    Console console = System.console();
    if (given != null || defaults || console == null) {
      return given == null ? otherwise : given.strip();
    }
    String answer = console.readLine("%s? [%s] ", question, otherwise);
    return answer == null || answer.isBlank() ? otherwise : answer.strip();
  }

  private static void require(
      CommandSpec spec, String option, String value, Pattern form, String what) {
    if (!form.matcher(value).matches()) {
      throw wrong(spec, option + " must be " + what + "; was: " + value);
    }
  }

  private static ParameterException wrong(CommandSpec spec, String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
