package io.bellhop.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bellhop.support.TestHub;
import io.bellhop.tool.fixture.FixtureJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportCommandTest {
  private static final String ACCOUNTS = "/integration_accounts";
  private static final String WEBHOOKS = "/webhooks";

  private FakeHub fake;

  @BeforeEach
  void start() throws Exception {
    fake = new FakeHub();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void it_is_a_file_that_reads_well_and_holds_no_secret() {
    list(
        ACCOUNTS,
        1,
        1,
        """
        {"id": "a-1", "attributes": {"provider": "acme", "name": "Zoë's Höfe", "workspace_id": "default",
          "external_id": null, "api": {"base_url": "https://api.example.com", "token": "***"},
          "webhook": {"header": "X-Acme", "value": "***"}, "is_active": true,
          "listener_url": "https://hub.example.com/hooks/acme/0123456789abcdef",
          "created_at": "2026-11-21T18:00:00.000Z", "updated_at": "2026-11-21T18:00:00.000Z"}}
        """);
    list(
        WEBHOOKS,
        1,
        1,
        """
        {"id": "w-1", "attributes": {"name": "CRM", "callback_url": "https://crm.example.com/in",
          "event_mask": "reservation.*;guest.*", "property_id": null, "is_global": true,
          "request_params": {"v": "1"}, "headers": {"Authorization": "***"}, "is_active": true,
          "send_data": false, "max_in_flight": 8, "rate_per_second": null, "failing_since": null,
          "created_at": "2026-11-21T18:00:00.000Z", "updated_at": "2026-11-21T18:00:00.000Z"}}
        """);

    CommandRun run = fake.run("export");

    assertThat(run)
        .isEqualTo(
            new CommandRun(
                0,
                """
                # The set-up of URL.
                # Set these variables, then start a hub with bellhop.setup=<this file>:
                #   ACME_ZOE_S_HOFE_API_TOKEN  account Zoë's Höfe: api.token
                #   ACME_ZOE_S_HOFE_WEBHOOK_VALUE  account Zoë's Höfe: webhook.value
                #   ACME_ZOE_S_HOFE_LISTENER_TOKEN  account Zoë's Höfe: what its listener_url ends with
                #   WEBHOOK_CRM_HEADERS_AUTHORIZATION  webhook CRM: headers.Authorization
                #   WEBHOOK_CRM_SECRET  webhook CRM: its signing secret
                integration_accounts:
                  - provider: acme
                    name: 'Zoë''s Höfe'
                    workspace_id: default
                    api:
                      base_url: 'https://api.example.com'
                      token: '{{env:ACME_ZOE_S_HOFE_API_TOKEN}}'
                    webhook:
                      header: X-Acme
                      value: '{{env:ACME_ZOE_S_HOFE_WEBHOOK_VALUE}}'
                    is_active: true
                    listener_token: '{{env:ACME_ZOE_S_HOFE_LISTENER_TOKEN}}'
                webhooks:
                  - name: CRM
                    callback_url: 'https://crm.example.com/in'
                    event_mask: 'reservation.*;guest.*'
                    is_global: true
                    request_params:
                      v: '1'
                    headers:
                      Authorization: '{{env:WEBHOOK_CRM_HEADERS_AUTHORIZATION}}'
                    is_active: true
                    send_data: false
                    max_in_flight: 8
                    property_id: null
                    secret: '{{env:WEBHOOK_CRM_SECRET}}'
                """
                    .replace("URL", fake.url()),
                ""));
  }

  @Test
  void lists_are_read_to_their_end() {
    list(ACCOUNTS, 1, 101, "{}");
    list(ACCOUNTS, 2, 101, "{\"attributes\": {\"name\": \"the last\"}}");
    list(WEBHOOKS, 1, 0);

    assertThat(read(fake.run("export").out()).path("integration_accounts"))
        .hasSize(2)
        .last()
        .satisfies(a -> assertThat(a.path("name").asText()).isEqualTo("the last"));
  }

  @Test
  void a_hub_without_anything_makes_a_file_without_anything() {
    list(ACCOUNTS, 1, 0);
    list(WEBHOOKS, 1, 0);

    JsonNode file = read(fake.run("export").out());

    assertThat(file.path("integration_accounts").isEmpty()).isTrue();
    assertThat(file.path("webhooks").isArray()).isTrue();
  }

  @Test
  void variables_have_different_names_and_are_never_taken_for_options_of_the_hub() {
    list(ACCOUNTS, 1, 3, account("bellhop", "A b"), account("bellhop", "A-B"), account("東京", "7"));
    list(WEBHOOKS, 1, 0);

    CommandRun run = fake.run("export");

    assertThat(variables(run.out()))
        .containsExactlyInAnyOrder(
            "MY_BELLHOP_A_B_LISTENER_TOKEN",
            "MY_BELLHOP_A_B_LISTENER_TOKEN_2",
            "MY_7_LISTENER_TOKEN");
  }

  @Test
  void texts_that_yaml_or_a_set_up_would_read_otherwise_stay_texts() {
    list(ACCOUNTS, 1, 0);
    list(
        WEBHOOKS,
        1,
        2,
        "{\"id\": \"w-1\", \"attributes\": {\"name\": \"true\", \"property_id\": \"0042\","
            + " \"sink\": \"kafka\", \"callback_url\": null, \"rate_per_second\": 5,"
            + " \"request_params\": {\"a\": \"null\", \"b\": \"{{env:HOME}}\", \"c\": \"x: # y\", \"d\": \"yes\"}}}",
        "{\"id\": \"w-2\", \"attributes\": {\"callback_url\": \"http://x.example.com\"}}");

    String text = fake.run("export").out();

    JsonNode first = read(text).at("/webhooks/0");
    assertThat(first.path("name").isTextual()).isTrue();
    assertThat(first.path("property_id").asText()).isEqualTo("0042");
    assertThat(first.path("rate_per_second").isInt()).isTrue();
    assertThat(first.path("request_params"))
        .isEqualTo(
            FixtureJson.object()
                .put("a", "null")
                .put("b", "{{env:WEBHOOK_TRUE_REQUEST_PARAMS_B}}")
                .put("c", "x: # y")
                .put("d", "yes"));
    // A sink is not posted to; no receiver there has a secret to check by.
    assertThat(first.has("secret")).isFalse();
    assertThat(first.has("callback_url")).isFalse();
    JsonNode second = read(text).at("/webhooks/1");
    assertThat(second.path("name").asText()).isEqualTo("webhook w-2");
    assertThat(second.path("secret").asText()).isEqualTo("{{env:WEBHOOK_W_2_SECRET}}");
  }

  @Test
  void names_that_stand_for_several_are_reported() {
    list(ACCOUNTS, 1, 3, account("acme", "One"), account("acme", "Two"), account("other", "One"));
    list(WEBHOOKS, 1, 0);

    CommandRun run = fake.run("export");

    assertThat(run.code()).isZero();
    assertThat(run.errors())
        .containsExactly(
            "bellhop: there are several with the name account One: a set-up would make"
                + " one of them, so rename the others");
  }

  @Test
  void nothing_is_written_if_a_list_cannot_be_read() {
    list(ACCOUNTS, 1, 0);

    CommandRun run = fake.run("export");

    assertThat(run)
        .isEqualTo(
            new CommandRun(1, "", "bellhop: the hub at " + fake.url() + " has no /webhooks\n"));
  }

  @Test
  void accounts_of_a_hub_can_be_made_at_another_from_it() throws Exception {
    try (TestHub one = TestHub.start(Map.of());
        TestHub other = TestHub.start(Map.of())) {
      for (String provider : List.of("guesty", "ownerrez", "calry", "channex")) {
        ObjectNode fields = TestHub.accountFields(provider);
        fields.put("provider", provider).put("name", "Hotel " + provider + " é: #1");
        one.client().makeAccount(fields);
      }
      SetupFileWriter file = new SetupFileWriter();
      new HubApi(one.server().url(), TestHub.API_KEY).all(ACCOUNTS).forEach(file::account);
      String text = file.text(one.server().url().toString());

      assertThat(text).doesNotContain("***", "whsec_", "pass:word", "a-long-random", "/hooks/");
      for (String variable : variables(text)) {
        text = text.replace("{{env:" + variable + "}}", "whsec_" + "c2VjcmV0".repeat(4));
      }
      for (JsonNode account : read(text).path("integration_accounts")) {
        // The API makes it; a set-up may give it.
        other.client().makeAccount(((ObjectNode) account).without("listener_token"));
      }
      assertThat(accounts(other)).isEqualTo(accounts(one)).hasSize(4);
    }
  }

  private static Map<String, JsonNode> accounts(TestHub hub) {
    Map<String, JsonNode> accounts = new TreeMap<>();
    for (JsonNode item : new HubApi(hub.server().url(), TestHub.API_KEY).all(ACCOUNTS)) {
      ObjectNode attributes = (ObjectNode) item.path("attributes");
      attributes.remove(List.of("listener_url", "created_at", "updated_at"));
      accounts.put(attributes.path("name").asText(), attributes);
    }
    return accounts;
  }

  private static String account(String provider, String name) {
    ObjectNode attributes = FixtureJson.object().put("provider", provider).put("name", name);
    return FixtureJson.object().set("attributes", attributes).toString();
  }

  private void list(String path, int page, int total, String... items) {
    ObjectNode body = FixtureJson.object();
    ArrayNode data = body.putArray("data");
    for (String item : items) {
      data.add(FixtureJson.parse(item.getBytes(StandardCharsets.UTF_8)));
    }
    body.putObject("meta").put("page", page).put("limit", 100).put("total", total);
    fake.answering(
        path + "?pagination%5Bpage%5D=" + page + "&pagination%5Blimit%5D=100",
        200,
        body.toString());
  }

  private static TreeSet<String> variables(String text) {
    return Pattern.compile("\\{\\{env:(\\w+)}}")
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode read(String yaml) {
    try {
      return new YAMLMapper().readTree(yaml);
    } catch (Exception e) {
      throw new IllegalStateException(yaml, e);
    }
  }
}
