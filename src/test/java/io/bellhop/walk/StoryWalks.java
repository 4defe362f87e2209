package io.bellhop.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.support.Api;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Walks through records, the lives of bookings and subscriptions, in the browser of its class. */
abstract class StoryWalks extends ConsoleStage {
  private static final Fixtures FIXTURES = Fixtures.inFolder(Path.of("fixtures", "ownerrez"));

  /** Looks at the page for what makes it unusable for some. */
  private void isUsable() throws IOException {
    assertThat(browser.brokenRules()).as(browser.url()).isEmpty();
  }

  private static void send(String name, int record, String id) {
    ObjectNode body = FIXTURES.json(name).put("id", id).put("entity_id", record);
    if (body.has("entity")) {
      body.withObject("entity").put("id", record);
      body.withObject("entity/guest").put("first_name", "Ada").put("last_name", "Moss");
    }
    hub.post(account, FixtureJson.bytes(body));
    hub.awaitSettled();
  }

  @Test
  void a_booking_is_found_by_its_guest_and_opened_by_its_id() throws IOException {
    open("/console/records");
    browser.type("#guest", "dan kof");
    browser.click(".filters button");
    assertThat(browser.text()).contains("7001", "7002", "HM273512");
    isUsable();

    browser.type("#record_id", "7001");
    browser.click(".filters button");
    assertThat(browser.text()).contains("reservation 7001", "Its history", "reservation.updated");
    isUsable();
    save("record");
  }

  @Test
  void a_search_that_finds_nothing_or_cannot_be_says_why() throws IOException {
    open("/console/records?guest=unknown");
    assertThat(browser.text()).contains("No reservation fits this search", "Show all");
    isUsable();

    open("/console/records?guest=-");
    assertThat(browser.text()).contains("guest must have a letter or a digit");
    browser.complaints();
  }

  @Test
  void a_guest_is_counted_then_erased_and_no_longer_found() throws IOException {
    ObjectNode body = FIXTURES.json("booking-entity_create-inline.json");
    body.put("id", "private").put("entity_id", 7030).withObject("entity").put("id", 7030);
    body.withObject("/entity/guest")
        .put("last_name", "Holm")
        .putArray("email_addresses")
        .addObject()
        .put("address", "mira@example.com")
        .put("is_default", true);
    hub.post(account, FixtureJson.bytes(body));
    hub.awaitSettled();
    open("/console/records?guest_email=mira@example.com");
    assertThat(browser.text()).contains("7030");

    browser.click("a[href$='/records/erasures']");
    browser.type("#email", "Mira@Example.com");
    browser.click("form[action$='/count'] button");
    assertThat(browser.text())
        .contains("This is what Bellhop has about the guest", "Mira@Example.com");
    isUsable();
    save("erasure");
    browser.click("form[action$='/erasures'] button");
    assertThat(browser.text()).contains("The erasure has begun", "by email").doesNotContain("ira@");
    isUsable();

    // It may go on behind its page, which waits for no more than the first moments of it.
    Awaitility.await()
        .until(
            () -> {
              open("/console/records?guest_email=mira@example.com");
              return browser.text().contains("No reservation fits this search");
            });
  }

  @Test
  void an_erasure_of_what_is_no_address_is_refused_with_the_reason() {
    open("/console/records/erasures");
    browser.type("#email", "mira");
    browser.click("form[action$='/count'] button");

    assertThat(browser.text()).contains("email must be an e-mail address");
    browser.complaints();
  }

  @Test
  void the_life_of_a_booking_goes_from_event_to_event_and_past_its_end() throws IOException {
    send("booking-entity_create-inline.json", 7020, "first");
    send("booking-entity_create-inline.json", 7020, "first");
    send("booking-entity_delete.json", 7020, "last");
    open("/console/records/reservation/7020");
    assertThat(browser.text()).contains("The provider has deleted it", "reservation.deleted");
    isUsable();
    // The browser reports every page that is not found, and this one was.
    assertThat(browser.complaints()).isEmpty();

    browser.click("#events a");
    assertThat(browser.text()).contains("reservation.deleted", "The event before");
    browser.click("section[aria-labelledby=life] a");
    assertThat(browser.text())
        .contains("The provider sent it again", "created no second event", "The event after")
        .contains("its user name and password were verified");
    isUsable();
  }

  @Test
  void a_subscription_shows_its_last_errors_and_is_tested() throws IOException {
    bad.usually(Answer.text(503, "gone fishing"));
    send("booking-entity_create-inline.json", 7021, "failing");
    Awaitility.await()
        .until(
            () -> {
              // The hub has settled before it has stored what the subscriber answered.
              open("/console/subscriptions/" + failing);
              return browser.text().contains("gone fishing");
            });
    assertThat(browser.text()).contains("Last errors", "HTTP 503", "95 % within");
    isUsable();
    save("subscription");

    browser.click("form[action$='/test'] button");
    assertThat(browser.text()).contains("The subscriber answered", "HTTP 503", "gone fishing");
    isUsable();
    browser.click("main a.button");
    assertThat(browser.text()).contains("Cleaning plan", "Last errors");
  }

  @Test
  void a_replay_is_counted_before_it_is_made() throws IOException {
    String path = "/console/subscriptions/" + subscription + "/replay";
    open(path + "?from=2026-01-01T00:00:00Z");
    assertThat(browser.text()).contains("The first of them", "reservation.created");
    isUsable();
    save("redelivery");

    open(path + "?from=9000-01-01T00:00:00Z");
    assertThat(browser.text()).contains("No event of that time matches this subscription");
  }

  @Test
  void what_is_in_the_form_is_tested_before_it_is_stored() throws IOException {
    int before = Api.ids(api.get("/webhooks", 200)).size();
    open("/console/subscriptions/new");
    browser.type("#name", "Only tried");
    browser.type("#callback_url", good.url());
    browser.click("button[formaction]");

    assertThat(browser.text()).contains("posted a webhook.test");
    assertThat(browser.eval("document.querySelector('#name').value").asText())
        .isEqualTo("Only tried");
    assertThat(Api.ids(api.get("/webhooks", 200))).hasSize(before);
    isUsable();
  }

  @Test
  void a_filter_and_a_transform_are_tried_on_a_past_event_before_they_are_saved()
      throws IOException {
    send("booking-entity_create-inline.json", 7022, "shaped");
    open("/console/subscriptions/" + subscription);
    browser.click("a[href$='/shape']");
    isUsable();
    browser.type("#filter", ".data.provider == \"ownerrez\"");
    browser.type("#transform", "let id = .data.record.id\n{\n  \"booking\": $id\n}");
    browser.click("button[formaction$='/try']");
    assertThat(browser.text()).contains("lets the event through", "\"booking\" : \"7022\"");
    isUsable();
    save("shape");

    browser.type("#filter", " and");
    browser.click("button[formaction$='/try']");
    assertThat(browser.text()).contains("filter is not JSLT: line 1");
    // The browser reports every answer that is an error, and this one was.
    browser.complaints();

    browser.type("#filter", " false");
    browser.click("button[formaction$='/try']");
    assertThat(browser.text()).contains("leaves the event out");
    browser.eval("document.querySelector('#filter').value = ''");
    browser.eval("document.querySelector('#transform').value = ''");
    browser.click("form[action$='/shape'] button:not([formaction])");
    assertThat(browser.text()).contains("apply to all deliveries from now on", "none");
    isUsable();
  }
}
