package io.bellhop.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looks at every page, and at what all of them have. */
abstract class PageWalks extends ConsoleStage {
  private static final Map<String, String> ONE =
      Map.of("events/EVENT", "event", "inbox/MESSAGE", "message", "inbox/replays/REPLAY", "replay");

  @ParameterizedTest
  @CsvSource({
    "sign-in, Sign in",
    "'', Overview",
    "inbox, Inbox",
    "inbox/MESSAGE, from ownerrez",
    "inbox/replays, Replays",
    "inbox/replays/REPLAY, Replay of many messages",
    "inbox/replays/new?status=dead, Replay all that match",
    "events, Events",
    "events/EVENT, reservation.updated",
    "records, Records",
    "records/reservation/7001, reservation 7001",
    "records/erasures, Erasures",
    "records/feeds, Calendars",
    "subscriptions, Subscriptions",
    "subscriptions/FAILING, Cleaning plan",
    "subscriptions/new, New subscription",
    "accounts, Accounts",
    "accounts/ACCOUNT, Lake House Holidays",
    "accounts/new, New account",
    "accounts/new?provider=guesty, New account",
    "failures, Failures",
    "inbox?status=stale, Inbox",
    "nothing, There is nothing here",
  })
  void a_page_is_accessible_in_the_light_and_in_the_dark_on_a_phone(String page, String title)
      throws IOException {
    String path = "/console/" + page;
    open(
        path.replace("MESSAGE", message())
            .replace("REPLAY", replay)
            .replace("EVENT", event)
            .replace("FAILING", failing)
            .replace("ACCOUNT", account.id())
            .replaceAll("/$", ""));

    assertThat(browser.eval("document.querySelector('h1').innerText").asText()).contains(title);
    assertThat(browser.brokenRules()).as(path + ", light").isEmpty();
    picture(page);
    browser.dark(true);
    browser.width(PHONE);
    assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
        .as("the width of " + path + " on a phone")
        .isLessThanOrEqualTo(PHONE);
    // Colours do not depend on the width, so that one look is enough for both.
    assertThat(browser.brokenRulesOfLooks()).as(path + ", dark, on a phone").isEmpty();
    if (page.equals("nothing")) {
      // The browser reports every page that is not found.
      browser.complaints();
    }
  }

  @Test
  void times_are_in_the_zone_of_the_viewer_and_in_utc_on_hover() {
    open("/console/inbox/" + message());

    String utc = browser.eval("document.querySelector('time').dateTime").asText();
    assertThat(browser.eval("document.querySelector('time').title").asText()).endsWith(" UTC");
    assertThat(browser.eval("document.querySelector('time').innerText").asText())
        .isEqualTo(
            browser
                .eval(
                    "new Date('%s').toLocaleString([], {timeZone: 'Asia/Tokyo', year: 'numeric',"
                            .formatted(utc)
                        + " month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit',"
                        + " second: '2-digit'})")
                .asText());
  }

  @Test
  void a_list_shows_what_arrives_without_being_loaded_again() {
    open("/console/events");
    browser.run("window.stillTheSamePage = true");

    book(7003, "2026-12-27");

    Awaitility.await().until(() -> browser.text().contains("7003"));
    assertThat(browser.eval("window.stillTheSamePage").asBoolean()).isTrue();
  }

  @Test
  void the_overview_shows_rates_lag_and_the_accounts_that_need_attention() {
    open("/console");

    assertThat(browser.text())
        .contains("webhooks in the last minute", "deliveries in the last minute", "refused")
        .contains("the oldest due for", "Counted by the node that shows this page");
    assertThat(browser.eval("document.querySelectorAll('.chart rect.in').length").asInt())
        .isPositive();
    assertThat(browser.eval("document.querySelector('#troubled + .wide').innerText").asText())
        .contains("Lake House Holidays", "refused");
    browser.run("document.querySelector('#chart-numbers summary').click()");
    assertThat(browser.eval("document.querySelector('#chart-numbers tbody').innerText").asText())
        .isNotBlank();
  }

  @Test
  void the_keyboard_alone_reaches_the_content_first() {
    open("/console");

    browser.type("body", "\uE004");

    assertThat(browser.eval("document.activeElement.innerText").asText())
        .isEqualTo("Skip to the content");
  }

  @Test
  void the_sign_out_ends_the_session() {
    open("/console");
    browser.click(".out button");
    assertThat(browser.url()).endsWith("/console/sign-in");

    open("/console/inbox");

    assertThat(browser.url()).endsWith("/console/sign-in");
    signIn();
  }

  private static void picture(String page) throws IOException {
    String name = page.isEmpty() ? "overview" : page.replaceFirst("[?/].*", "");
    boolean isList = !page.contains("/") && !page.contains("?") && !page.equals("nothing");
    String one = ONE.get(page);
    if (isList || one != null) {
      save(isList ? name : one);
    }
  }
}
