package io.bellhop.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Api;
import io.bellhop.support.Receiver.Answer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Follows messages and what becomes of them: their events, replays, and what fails. */
abstract class MessageWalks extends ConsoleStage {
  @Test
  void an_event_tells_its_story() {
    bad.usually(Answer.text(500, "the database of the subscriber is away"));
    book(7005, "2026-12-01");
    book(7005, "2026-12-03");
    String latest = "/events?order=newest&limit=1&event_type=reservation.updated";
    String updated = Api.ids(api.get(latest, 200)).get(0);
    Awaitility.await().until(() -> statuses(updated).contains("dead"));
    open("/console/events/" + updated);

    assertThat(browser.text())
        .contains("Webhook from ownerrez", "verified and stored")
        .contains("arrivalDate", "2026-12-01", "2026-12-03")
        .contains("Delivery to Owner reports", "Delivery to Cleaning plan")
        .contains("Attempt 10", "HTTP 500", "the database of the subscriber is away");

    bad.usually(Answer.status(204));
    browser.click("form[action$='/retry'] button");
    assertThat(browser.text()).contains("Bellhop delivers again");
    Awaitility.await().until(() -> statuses(updated).stream().allMatch("delivered"::equals));
  }

  @Test
  void a_message_is_found_by_its_key_and_shows_what_it_asked_the_provider() {
    String id = post(fixture("booking-entity_update-thin.json"));
    JsonNode attributes = api.get("/inbox/" + id, 200).at("/data/attributes");
    open("/console/inbox");
    browser.type("#search", attributes.path("idempotency_key").asText());
    browser.type("#from", "2020-01-01T00:00:00Z");
    browser.click(".filters button");
    assertThat(browser.eval("document.querySelectorAll('#list tbody tr').length").asInt())
        .isEqualTo(1);

    browser.click("#list tbody a");

    assertThat(browser.url()).endsWith(id);
    assertThat(browser.eval("document.querySelector('#calls + .wide').innerText").asText())
        .contains("GET /v2/bookings/{", "HTTP 200");
    browser.run("document.querySelector('#raw summary').click()");
    assertThat(browser.eval("document.querySelector('#raw pre').innerText").asText())
        .contains("\"delivered_by\":");
  }

  @Test
  void an_invalid_time_is_refused_with_the_reason() {
    open("/console/inbox?from=yesterday");

    assertThat(browser.text()).contains("from must be a time such as");
    browser.complaints();
  }

  @Test
  void a_replay_of_many_is_counted_shown_as_it_goes_and_cancelled() {
    book(7006, "2026-12-01");
    book(7007, "2026-12-01");
    open("/console/inbox?status=done");
    browser.click("#list a[href*='replays/new']");
    assertThat(browser.text()).contains("messages match", "An older state");
    browser.run("document.querySelector('#rate').value = 1");
    browser.click("main form button");
    assertThat(browser.text()).contains("The replay has begun", "Cancel the rest");

    browser.click("form[action$='/cancel'] button");

    assertThat(browser.text())
        .contains("The replay has stopped; Bellhop does not replay the rest.", "cancelled");
    hub.awaitSettled();
  }

  @Test
  void a_message_is_replayed() {
    open("/console/inbox/" + message());

    browser.click("form[action$='/replay'] button");

    assertThat(browser.text()).contains("The message is pending again");
  }

  @Test
  void failures_are_grouped_by_cause_say_what_to_do_and_are_replayed_together() {
    bad.usually(Answer.status(500));
    book(7004, "2026-12-29");
    awaitDead();
    open("/console/failures");
    assertThat(browser.text()).contains("1 × ownerrez", "Subscriptions that fail", "Cleaning plan");

    assertThat(browser.text()).contains("The body is not what the provider documents");
    browser.click("main a[href*='replays/new']");
    assertThat(browser.text()).contains("1 message matches");

    browser.click("main form button");

    assertThat(browser.text()).contains("The replay has begun");
    Awaitility.await().until(() -> browser.text().contains("1 of 1"));
    hub.awaitSettled();
  }
}
