package io.bellhop.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.config.ConfigException;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a setup file, and that nothing is written then. */
class SetupFaultsTest extends SetupOnNode {
  @Test
  void if_anything_is_wrong_nothing_is_written() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> apply(node, FILE.replace("max_in_flight: 4", "max_in_flight: 400")));

      assertThat(node.accounts().all()).isEmpty();
      assertThat(node.subscriptions().all()).isEmpty();
    }
  }

  @Test
  void an_empty_file_says_nothing() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      apply(node, "");
      apply(node, "# nothing yet\nintegration_accounts:\nwebhooks: []\n");

      assertThat(node.accounts().all()).isEmpty();
    }
  }

  static List<Arguments> faults() {
    String account = "integration_accounts: [{provider: guesty, name: a}, {provider: guesty, ";
    String webhook = "webhooks:\n- callback_url: http://127.0.0.1:9/\n  is_global: true\n";
    return List.of(
        Arguments.of(
            "integration_account: []",
            ":1: integration_account is unknown; did you mean integration_accounts?"),
        Arguments.of("[]", ":1: the file must have integration_accounts and webhooks, each a list"),
        Arguments.of("webhooks: {a: b}", ":1: webhooks must be a list"),
        Arguments.of(
            "webhooks:\n\n- s3cret", ":3: webhooks[0] must have names and values, as in the API"),
        Arguments.of("webhooks: []\nwebhooks: []", ":2: webhooks stands here twice; leave one out"),
        Arguments.of(
            "webhooks:\n- {a: 'b\n\n",
            ":4: this is not YAML; check the indentation, and quote texts with special characters"),
        Arguments.of(
            "integration_accounts:\n- {provider: guesty, name: a, webhook: {secret: *s3cret}}",
            ":2: this is not YAML; check the indentation, and quote texts with special characters"),
        Arguments.of(
            "integration_accounts:\n- provider: guesty\n  name: {{env:PMS_TOKEN}}",
            ":3: integration_accounts[0].name has a name that is none; write \"{{env:NAME}}\" in"
                + " quotes"),
        Arguments.of(
            account + "name: b,\n api: {token: 'x{{env:NOT_SET}}'}}]",
            ":2: integration_accounts[1].api.token needs the environment variable NOT_SET, which is"
                + " not set"),
        Arguments.of(
            account + "name: '{{env:EMPTY}}'}]",
            ":1: integration_accounts[1].name needs the environment variable EMPTY, which is not"
                + " set"),
        Arguments.of(
            account + "name: '{{s3cret}}'}]",
            ":1: integration_accounts[1].name has a {{...}} that is not {{env:NAME}}"),
        Arguments.of(
            account + "name: '{{secret:pms/token}}'}]",
            ":1: integration_accounts[1].name needs {{secret:pms/token}}, and there is no such"
                + " property function or no such value"),
        Arguments.of(
            account + "name: '{{env:PMS_TOKEN'}]",
            ":1: integration_accounts[1].name has a {{...}} that is not {{env:NAME}}"),
        Arguments.of(
            account + "external_id: 1}]",
            ":1: integration_accounts[1].name is missing: the set-up finds accounts by"
                + " their names"),
        Arguments.of(
            account + "name: a}]",
            ":1: integration_accounts[1].name is the name of integration_accounts[0] too"),
        Arguments.of(
            account + "name: b, active: true}]",
            ":1: integration_accounts[1].active is unknown; did you mean is_active?"),
        Arguments.of(
            account + "name: b, is_active: s3cret}]",
            ":1: integration_accounts[1].is_active must be true or false"),
        Arguments.of(
            "integration_accounts:\n- {provider: s3cret, name: a}",
            ":2: integration_accounts[0].provider must be one of booking-experts, calry, channex,"
                + " guesty, hospitable, hostaway, ownerrez, smoobu"),
        Arguments.of(
            "integration_accounts:\n- provider: ownerrez\n  name: a\n  webhook:\n    header: x\n   "
                + " value: s3cret",
            ":5: integration_accounts[0].webhook.header is unknown; known are password, username"
                + " (and 1 more)"),
        Arguments.of(
            "integration_accounts:\n- provider: guesty\n  name: a\n  api:\n    base_url: s3cret",
            ":5: integration_accounts[0].api.base_url must be http or https, a host and"
                + " optionally a port, nothing else"),
        Arguments.of(
            account + "name: b, listener_token: s3cret}]",
            ":1: integration_accounts[1].listener_token must be 20 to 100 letters, digits, hyphens"
                + " and underscores"),
        Arguments.of(
            "integration_accounts:\n- {provider: guesty, name: a, listener_token: "
                + TOKEN
                + "}\n- {provider: guesty, name: b, listener_token: "
                + TOKEN
                + "}",
            ":3: integration_accounts[1].listener_token belongs to another account; each needs one"
                + " of its own"),
        Arguments.of(
            webhook + "  event_mask: reservations.*",
            ":4: webhooks[0].event_mask is not the name of an event; near ones are"),
        Arguments.of(webhook, ":2: webhooks[0].event_mask can't be blank"),
        Arguments.of(
            webhook + "  event_mask: '*'\n  secret: s3cret",
            ":5: webhooks[0].secret must begin with whsec_"),
        Arguments.of(
            webhook + "  event_mask: '*'\n  on_refusal: drop",
            ":5: webhooks[0].on_refusal must be one of skip, block"),
        Arguments.of(
            webhook + "  event_mask: '*'\n  filter: |\n    .a ==\n    foo(.b)",
            ":5: webhooks[0].filter is not JSLT: line 2: No such function: 'foo'"),
        Arguments.of(
            webhook + "  event_mask: '*'\n  headers: {x: '***'}",
            ":5: webhooks[0].headers *** keeps a stored value, and there is none for it"),
        Arguments.of(
            webhook + "  event_mask: '*'\n  mask: '*'",
            ":5: webhooks[0].mask is unknown; did you mean"),
        Arguments.of(
            "webhooks:\n- webhook:\n    sink: s3cret\n    event_mask: '*'\n    is_global: true",
            ":3: webhooks[0].webhook.sink must be one of events"),
        Arguments.of(
            webhook + "  event_mask: '*'\n" + webhook.substring(10) + "  event_mask: 'review.*'",
            ":5: webhooks[1] has the target and property of webhooks[0]; give each a name"),
        Arguments.of(
            "webhooks:\n- {name: a, sink: events, event_mask: '*', is_global: true}\n"
                + "- {name: a, sink: events, event_mask: '*', is_global: true}",
            ":3: webhooks[1] has the name of webhooks[0] too"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("faults")
  void a_fault_is_one_line_with_its_place_and_no_value(String text, String fault) throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> apply(node, text))
          .withMessageStartingWith("bellhop.setup: " + folder.resolve("setup.yaml") + fault)
          .withMessageNotContainingAny("s3cret", "\n")
          .withNoCause();
    }
  }

  @Test
  void a_missing_file_is_named() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> setup(node).apply(folder.resolve("nowhere.yaml")))
          .withMessage(
              "bellhop.setup: cannot read "
                  + folder.resolve("nowhere.yaml")
                  + ": there is no such file; correct the path, or create it");
    }
  }

  @Test
  void indistinguishable_webhooks_are_left_to_people() throws Exception {
    try (TestNode node = TestNode.start(Store.H2.freshUrl(), clock, TestNode.DELIVERY)) {
      node.subscriptions().create(SubscriptionBuilder.to("http://127.0.0.1:9/").name("a").build());
      node.subscriptions().create(SubscriptionBuilder.to("http://127.0.0.1:9/").name("b").build());
      String item =
          "webhooks: [{callback_url: 'http://127.0.0.1:9/', event_mask: '*', is_global: true}]";

      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> apply(node, item))
          .withMessageEndingWith(
              ":1: webhooks[0] could be any of 2 existing webhooks; give it the name of one");
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(
              () ->
                  apply(
                      node,
                      "webhooks: [{name: a, is_active: true}, {sink: events, event_mask: '*',"
                          + " is_global: true}, {name: b, callback_url: 'http://127.0.0.1:9/b'},"
                          + " {name: b}]"))
          .withMessageEndingWith("webhooks[3] has the name of webhooks[2] too");
    }
  }
}
