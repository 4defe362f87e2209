package io.bellhop.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Connects accounts, with and without a key, and has them synced and registered. */
abstract class AccountWalks extends ConsoleStage {
  @Test
  void a_customer_connects_an_account_without_a_key() throws IOException {
    browser.open(link("acme"));
    browser.click("#allow");

    assertThat(browser.url()).endsWith("/connect/acme/state");
    assertThat(browser.text()).contains("acme is connected", "GET /acme/probe answers");
    assertThat(browser.brokenRules()).isEmpty();

    browser.open(link("guesty"));
    assertThat(browser.text()).contains("Connect guesty", "Client secret");
    assertThat(browser.brokenRules()).isEmpty();
    browser.width(PHONE);
    browser.dark(true);
    assertThat(browser.brokenRulesOfLooks()).isEmpty();
  }

  private static URI link(String name) {
    JsonNode made = api.post("/connect_links", "{'connect_link':{'provider':'" + name + "'}}", 201);
    return URI.create(made.at("/data/attributes/url").asText());
  }

  @Test
  void an_account_is_made_by_a_form_of_its_provider_and_switched_off() {
    open("/console/accounts/new?provider=channex");
    browser.type("#name", "Harbour Flats");
    browser.type("#webhook-header", "x-hub");
    browser.type("#webhook-value", "a-long-password");
    browser.click("main form button");
    assertThat(browser.text()).contains("Harbour Flats", "/hooks/channex/", "The account exists.");

    browser.click("form[action$='/pause'] button");
    assertThat(browser.text()).contains("It is switched off.");
    browser.click("form[action$='/resume'] button");
    assertThat(browser.text()).contains("It is active again.");
  }

  @Test
  void a_sync_begins_and_its_page_follows_it() {
    open("/console/accounts/" + account.id());

    browser.click("form[action$='/sync'] button");

    assertThat(browser.text()).contains("The sync has begun");
  }

  @Test
  void a_webhook_that_cannot_be_registered_is_reported_with_the_reason() {
    open("/console/accounts/" + hub.ownerRez(URI.create("http://127.0.0.1:9")).id());

    browser.click("form[action$='/register'] button");

    assertThat(browser.text()).contains("Nothing was changed");
    assertThat(browser.eval("document.querySelector('[role=alert]').innerText").asText())
        .isNotBlank();
    browser.complaints();
  }
}
