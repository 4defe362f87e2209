package io.bellhop.tool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Credentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * Writes the accounts and webhooks of a hub into a file that sets up another one, without secrets.
 */
final class SetupFileWriter {
  /** Fields that a hub sets itself: a setup file cannot set them. */
  private static final Set<String> READ_ONLY =
      Set.of("listener_url", "revoked_at", "failing_since", "created_at", "updated_at");

  private final VariableNames variables = new VariableNames();
  private final List<Object> accounts = new ArrayList<>();
  private final List<Object> webhooks = new ArrayList<>();
  private final Set<String> names = new TreeSet<>();
  private final Set<String> ambiguous = new TreeSet<>();

  void account(JsonNode item) {
    JsonNode attributes = item.path("attributes");
    String provider = attributes.path("provider").asText();
    String name = attributes.path("name").asText();
    unique("account " + name);
    Map<String, Object> account = fields("account " + name + ": ", attributes, provider, name);
    account.put(
        "listener_token",
        variables.placeholder(
            "account " + name + ": what its listener_url ends with",
            provider,
            name,
            "listener_token"));
    accounts.add(account);
  }

  void webhook(JsonNode item) {
    JsonNode attributes = item.path("attributes");
    String given = attributes.path("name").asText("");
    String name = given.isEmpty() ? "webhook " + item.path("id").asText() : given;
    unique("webhook " + name);
    String part = given.isEmpty() ? item.path("id").asText() : given;
    Map<String, Object> webhook = new LinkedHashMap<>();
    // The next start finds it again by the name.
    webhook.put("name", name);
    Map<String, Object> fields = fields("webhook " + name + ": ", attributes, "webhook", part);
    fields.remove("name");
    webhook.putAll(fields);
    // Null means all of them; without it the meaning would be lost.
    webhook.putIfAbsent("property_id", null);
    if (webhook.containsKey("callback_url")) {
      webhook.put(
          "secret",
          variables.placeholder(
              "webhook " + name + ": its signing secret", "webhook", part, "secret"));
    }
    webhooks.add(webhook);
  }

  /** Names of several objects; a set-up by name would make one of them. */
  Set<String> ambiguous() {
    return ambiguous;
  }

  String text(String hub) {
    StringBuilder text = new StringBuilder("# The set-up of " + plain(hub) + ".\n");
    text.append("# Set these variables, then start a hub with bellhop.setup=<this file>:\n");
    variables
        .meanings()
        .forEach((name, meaning) -> text.append("#   " + name + "  " + plain(meaning) + "\n"));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("integration_accounts", accounts);
    document.put("webhooks", webhooks);
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(10_000)
            .build();
    return text.append(new Dump(settings, new Quoting(settings)).dumpToString(document)).toString();
  }

  private void unique(String name) {
    if (!names.add(name)) {
      ambiguous.add(name);
    }
  }

  private Map<String, Object> fields(String meaning, JsonNode attributes, String... parts) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : attributes.properties()) {
      if (!READ_ONLY.contains(field.getKey()) && !field.getValue().isNull()) {
        fields.put(field.getKey(), value(meaning, field.getKey(), field.getValue(), parts));
      }
    }
    return fields;
  }

  private Object value(String meaning, String path, JsonNode value, String... parts) {
    if (value.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      value
          .properties()
          .forEach(
              f ->
                  map.put(
                      f.getKey(), value(meaning, path + "." + f.getKey(), f.getValue(), parts)));
      return map;
    }
    if (value.isTextual()) {
      // The reader of the file would take such braces for a variable.
      boolean hidden = value.asText().equals(Credentials.MASK) || value.asText().contains("{{");
      return hidden
          ? variables.placeholder(
              meaning + path,
              Stream.concat(Stream.of(parts), Stream.of(path)).toArray(String[]::new))
          : value.asText();
    }
    return value.isBoolean() ? value.asBoolean() : value.isNull() ? null : value.numberValue();
  }

  /** A comment is one line. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  /** Quotes texts that a YAML parser, even an old one, could take for something else. */
  private static final class Quoting extends StandardRepresenter {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Set<String> OTHERWISE =
        Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    Quoting(DumpSettings settings) {
      super(settings);
      representers.put(String.class, text -> scalar(text.toString()));
    }

    private Node scalar(String text) {
      boolean plain =
          WORD.matcher(text).matches() && !OTHERWISE.contains(text.toLowerCase(Locale.ROOT));
      return representScalar(Tag.STR, text, plain ? ScalarStyle.PLAIN : ScalarStyle.SINGLE_QUOTED);
    }
  }
}
