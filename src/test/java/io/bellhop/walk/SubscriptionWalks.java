package io.bellhop.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Receiver.Answer;
import org.junit.jupiter.api.Test;

/** Makes subscriptions and calendars, changes them, and has them delivered to again. */
abstract class SubscriptionWalks extends ConsoleStage {
  @Test
  void a_subscription_is_made_paused_resumed_and_gets_a_new_secret() {
    open("/console/subscriptions/new");
    browser.type("#name", "Revenue");
    browser.type("#callback_url", good.url());
    browser.click("main form button");
    assertThat(browser.text()).contains("Copy it now", "whsec_");

    browser.click("main a.button");
    browser.click("form[action$='/pause'] button");
    assertThat(browser.text()).contains("It is switched off.", "paused");
    browser.click("form[action$='/resume'] button");
    assertThat(browser.text()).contains("It is active again.");
    browser.click("form[action$='/rotate'] button");
    assertThat(browser.text()).contains("The secret is new", "whsec_");
    browser.click("main a.button");
    browser.type("#from", "2026-11-21T18:00:00Z");
    browser.click("form[action$='/replay'] button");
    assertThat(browser.text()).contains("The first of them", "reservation.created");
    browser.click("form[action$='/replay'] button");
    assertThat(browser.text()).contains("Bellhop delivers the events of that time again");
  }

  @Test
  void a_subscription_that_cannot_be_is_refused_with_the_reason_and_keeps_what_was_typed() {
    open("/console/subscriptions/new");
    browser.type("#name", "Typed");
    browser.type("#callback_url", "ftp://subscriber.example.com/");
    browser.click("main form button");

    assertThat(browser.eval("document.querySelector('[role=alert]').innerText").asText())
        .contains("callback_url");
    assertThat(browser.eval("document.querySelector('#name').value").asText()).isEqualTo("Typed");
    browser.complaints();
  }

  @Test
  void dead_lettered_deliveries_are_counted_before_they_are_retried() {
    bad.usually(Answer.status(204));
    open("/console/subscriptions/" + failing + "/retry");
    assertThat(browser.text()).contains("dead-lettered deliveries");

    browser.click("main form button");

    assertThat(browser.text()).contains("Bellhop delivers again");
  }

  @Test
  void a_calendar_is_made_shown_once_and_ended() {
    open("/console/records/feeds");
    browser.type("#property_id", "nowhere");
    browser.run("document.querySelector('#account').value = '" + account.id() + "'");
    browser.click("main form button");
    assertThat(browser.text()).contains("must be a property of which the account has a record");
    browser.complaints();
    String property = api.get("/reservations/7001", 200).at("/data/attributes/propertyId").asText();
    browser.run("document.querySelector('#property_id').value = '" + property + "'");
    browser.click("main form button");
    assertThat(browser.text()).contains("Copy it now", "/calendars/", ".ics");

    browser.click("main a.button");
    browser.click("form[action$='/rotate'] button");
    assertThat(browser.text()).contains("/calendars/");
    browser.click("main a.button");
    browser.click("form[action$='/delete'] button");
    assertThat(browser.text()).contains("It is deleted.", "There is no calendar yet");
  }

  @Test
  void the_view_of_a_standard_is_chosen_tried_and_saved() {
    open("/console/subscriptions/" + subscription + "/shape");
    browser.run("document.querySelector('#ready').value = 'schema.org/LodgingReservation'");
    browser.type("#event_id", event);
    browser.click("button[formaction$='/try']");
    assertThat(browser.text()).contains("\"@type\" : \"LodgingReservation\"");

    browser.click("form[action$='/shape'] .actions button:not(.quiet)");
    assertThat(browser.text()).contains("The new filter and transform apply");
    open("/console/subscriptions/" + subscription + "/shape");
    assertThat(browser.eval("document.querySelector('#ready').value").asText())
        .isEqualTo("schema.org/LodgingReservation");
    browser.run("document.querySelector('#ready').value = ''");
    browser.click("form[action$='/shape'] .actions button:not(.quiet)");
    assertThat(api.get("/webhooks/" + subscription, 200).at("/data/attributes/transform").isNull())
        .isTrue();
  }
}
