package io.bellhop.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.net.AddressGuard;
import io.bellhop.support.MutableClock;
import io.bellhop.validation.InvalidFieldsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionFormTest {
  private static final AddressGuard GUARD = new AddressGuard(false, List.of());
  private static final Duration ROTATION = Duration.ofHours(24);
  private static final String SECRET = secret(24);
  private static final MutableClock CLOCK = new MutableClock();
  private static final Instant NOW = CLOCK.instant();
  private static final Instant MADE = Instant.parse("2026-05-01T00:00:00Z");

  /** Addresses in place of names: nothing has to be looked up. */
  private static final String URL = "https://1.1.1.1/hook?x=1";

  private static final Subscription STORED =
      Subscription.builder()
          .id(UUID.randomUUID())
          .name("mine")
          .workspaceId("default")
          .target(URL, null)
          .eventMask(new EventMask("reservation.*"))
          .property("P1", false)
          .additions(Map.of("a", "b"), Map.of("Authorization", "Bearer x"))
          .active(true)
          .sendData(true)
          .signing(SECRET, null, null)
          .onRefusal(OnRefusal.BLOCK)
          .limits(16, 50)
          .failingSince(MADE)
          .createdAt(MADE)
          .updatedAt(MADE)
          .build();

  private static final String LEAST =
      "'callback_url':'" + URL + "','event_mask':'*','property_id':null,'is_global':true";

  @Test
  void a_target_a_mask_and_a_property_are_enough() {
    Subscription subscription =
        create("{'callback_url':'" + URL + "','event_mask':'reservation.*','property_id':7}");

    assertThat(subscription.id()).isNotNull();
    assertThat(subscription.callbackUrl()).isEqualTo(URL);
    assertThat(subscription.propertyId()).isEqualTo("7");
    assertThat(subscription.global()).isFalse();
    assertThat(subscription.active()).isFalse();
    assertThat(subscription.sendData()).isFalse();
    assertThat(subscription.isProtected()).isFalse();
    assertThat(subscription.workspaceId()).isNull();
    assertThat(subscription.headers()).isEmpty();
    assertThat(subscription.requestParams()).isEmpty();
    assertThat(subscription.maxInFlight()).isEqualTo(8);
    assertThat(subscription.ratePerSecond()).isNull();
    assertThat(subscription.createdAt()).isEqualTo(NOW);
  }

  @Test
  void the_body_of_channex_documentation_is_taken_as_it_stands() {
    Subscription subscription =
        create(
            "{'callback_url':'"
                + URL
                + "','event_mask':'*','property_id':null,'is_global':true,'request_params':{},"
                + "'headers':{},'is_active':true,'send_data':true}");

    assertThat(subscription.global()).isTrue();
    assertThat(subscription.propertyId()).isNull();
    assertThat(subscription.active()).isTrue();
    assertThat(subscription.sendData()).isTrue();
  }

  @Test
  void a_secret_is_made_unless_one_is_given() {
    String made = create("{" + LEAST + "}").secret();
    assertThat(made).startsWith("whsec_").isNotEqualTo(create("{" + LEAST + "}").secret());
    assertThat(Base64.getDecoder().decode(made.substring(6))).hasSize(32);
    assertThat(create("{" + LEAST + ",'secret':'" + SECRET + "'}").secret()).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @CsvSource({"23, false", "24, true", "64, true", "65, false"})
  void a_secret_has_24_to_64_bytes(int bytes, boolean good) {
    assertThat(isGood("'secret':'" + secret(bytes) + "'")).isEqualTo(good);
  }

  @Test
  void a_mask_is_kept_without_blanks_and_empty_parts() {
    assertThat(create(with("'event_mask':' block.* ;; guest.created;'")).eventMask().text())
        .isEqualTo("block.*;guest.created");
  }

  @Test
  void null_is_nothing_for_maps_and_limits() {
    Subscription subscription =
        create(
            with(
                "'headers':null,'request_params':null,'name':null,'workspace_id':null,"
                    + "'rate_per_second':null,'max_in_flight':null,'secret':null"));

    assertThat(subscription.headers()).isEmpty();
    assertThat(subscription.maxInFlight()).isEqualTo(8);
    assertThat(subscription.secret()).isNotNull();
  }

  @Test
  void attributes_that_are_only_read_are_ignored_and_those_that_are_not_known_are_refused() {
    create(with("'id':'x','created_at':1,'failing_since':[]"));

    assertThat(refused(with("'isactive':true,'maxInFlight':2,'more':{}")))
        .containsOnlyKeys("isactive", "maxInFlight", "more")
        .hasEntrySatisfying(
            "isactive",
            texts ->
                assertThat(texts)
                    .singleElement()
                    .asString()
                    .startsWith("is unknown; did you mean is_active? known are "));
  }

  @Test
  void a_stored_mask_stays_though_its_provider_is_no_longer_loaded() {
    Subscription stored =
        new SubscriptionForm(
                json(with("'event_mask':'invoice.*'")),
                new SubscriptionRules(
                    GUARD, Set.of(), ROTATION, () -> new EventNames(Set.of("invoice"))))
            .create(CLOCK);
    SubscriptionRules without =
        new SubscriptionRules(GUARD, Set.of(), ROTATION, EventNames::ofContract);

    assertThat(
            new SubscriptionForm(json("{'event_mask':'invoice.*'}"), without)
                .change(stored, CLOCK)
                .eventMask())
        .isEqualTo(stored.eventMask());
    assertThat(
            catchThrowableOfType(
                    InvalidFieldsException.class,
                    () ->
                        new SubscriptionForm(json("{'event_mask':'invoice.created'}"), without)
                            .change(stored, CLOCK))
                .faults())
        .containsOnlyKeys("event_mask");
  }

  @Test
  void a_sink_takes_the_place_of_a_url() {
    Subscription subscription = create("{'sink':'events','event_mask':'*','is_global':true}");

    assertThat(subscription.sink()).isEqualTo("events");
    assertThat(subscription.callbackUrl()).isNull();
  }

  @Test
  void all_faults_are_reported_at_once() {
    assertThat(
            refused(
                "{'event_mask':'reservation.new','is_active':1,'headers':[],'request_params':1,"
                    + "'max_in_flight':65,'secret':'x','name':''}"))
        .containsOnlyKeys(
            "event_mask",
            "is_active",
            "headers",
            "request_params",
            "max_in_flight",
            "secret",
            "name",
            "callback_url",
            "property_id")
        .containsEntry("property_id", List.of("can't be blank"))
        .containsEntry("callback_url", List.of("can't be blank"));
    assertThat(refused("{}")).containsOnlyKeys("callback_url", "event_mask", "property_id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'callback_url':''|callback_url|must be a text that is not empty",
        "'callback_url':null|callback_url|can't be blank",
        "'callback_url':{}|callback_url|must be a text that is not empty",
        "'callback_url':'ftp://1.1.1.1/'|callback_url|must begin with http:// or https://",
        "'callback_url':'//1.1.1.1/'|callback_url|must begin with http:// or https://",
        "'callback_url':'https://u:p@1.1.1.1/'|callback_url|must not hold a user or a password",
        "'callback_url':'https:///x'|callback_url|must have a host of letters, digits, hyphens and dots, or an address",
        "'callback_url':'https://1.1.1.1/#x'|callback_url|must not have a fragment (#)",
        "'callback_url':'https://1.1.1.1:0/'|callback_url|must have a port from 1 to 65535, or none",
        "'callback_url':'https://1.1.1.1:65536/'|callback_url|must have a port from 1 to 65535, or none",
        "'callback_url':'https://1.1.1.1/a b'|callback_url|must be a URL",
        "'callback_url':'https://1.1.1.1/é'|callback_url|must be percent-encoded ASCII",
        "'callback_url':'http://2130706433/'|callback_url|must have a host name or an"
            + " address in its usual form",
        "'sink':'events'|callback_url|must be left out with a sink",
        "'callback_url':null,'sink':'other'|sink|must be one of archive, events",
        "'event_mask':''|event_mask|must be a text that is not empty",
        "'event_mask':';'|event_mask|can't be blank",
        "'event_mask':null|event_mask|can't be blank",
        "'event_mask':['*']|event_mask|must be a text that is not empty",
        "'is_global':false|property_id|can't be blank",
        "'property_id':'P1'|property_id|must be null where is_global is true",
        "'is_global':'yes','property_id':'P1'|is_global|must be true or false",
        "'is_active':1|is_active|must be true or false",
        "'send_data':'true'|send_data|must be true or false",
        "'protected':0|protected|must be true or false",
        "'max_in_flight':0|max_in_flight|must be a whole number from 1 to 64",
        "'max_in_flight':65|max_in_flight|must be a whole number from 1 to 64",
        "'max_in_flight':'8'|max_in_flight|must be a whole number from 1 to 64",
        "'max_in_flight':1.5|max_in_flight|must be a whole number from 1 to 64",
        "'rate_per_second':0|rate_per_second|must be a whole number from 1 to 1000",
        "'rate_per_second':1001|rate_per_second|must be a whole number from 1 to 1000",
        "'rate_per_second':99999999999|rate_per_second|must be a whole number from 1 to 1000",
        "'name':'a\\nb'|name|must not have control characters",
        "'workspace_id':[]|workspace_id|must be a text that is not empty",
        "'secret':'whsec_x'|secret|must have base64 behind whsec_; a character is missing or too many",
        "'secret':'whsec_QUJD'|secret|must have 24 to 64 bytes in base64 behind whsec_; it has 3 bytes",
        "'secret':7|secret|must be a text",
        "'on_refusal':'Skip'|on_refusal|must be one of skip, block",
        "'on_refusal':true|on_refusal|must be one of skip, block",
        "'on_refusal':['block']|on_refusal|must be one of skip, block",
        "'headers':{'a b':'c'}|headers|every name must be that of a header",
        "'headers':{'a':'b\\r\\nX: y'}|headers|no value may have anything but visible ASCII and blanks",
        "'headers':{'a':'é'}|headers|no value may have anything but visible ASCII and blanks",
        "'headers':{'a':{}}|headers|every value must be a text, under a name that is not empty",
        "'headers':{'a':'***'}|headers|*** keeps a stored value, and there is none for it",
        "'headers':{'a':'1','A':'2'}|headers|every name must be given once, in capitals or not",
        "'headers':'x'|headers|must be an object of texts",
        "'headers':{'HOST':'x'}|headers|has one that Bellhop sets itself: host",
        "'headers':{'Content-Length':'1'}|headers|has one that Bellhop sets itself: content-length",
        "'headers':{'transfer-encoding':'x'}|headers|has one that Bellhop sets itself: transfer-encoding",
        "'headers':{'Connection':'close'}|headers|has one that Bellhop sets itself: connection",
        "'headers':{'Webhook-Id':'x'}|headers|has one that Bellhop sets itself: webhook-...",
        "'headers':{'Content-Type':'text/xml'}|headers|has one that Bellhop sets itself: content-type",
        "'request_params':{'a':null}|request_params|every value must be a text, under a name that is not empty",
        "'request_params':{'':'a'}|request_params|every value must be a text, under a name that is not empty",
        "'request_params':[]|request_params|must be an object of texts"
      })
  void a_bad_field_is_named(String field, String name, String text) {
    assertThat(refused(with(field))).isEqualTo(Map.of(name, List.of(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/"
      })
  void a_target_in_our_own_network_is_refused(String url) {
    assertThat(refused(with("'callback_url':'" + url + "'")).get("callback_url"))
        .singleElement()
        .asString()
        .startsWith(
            "the host has an address that is not public; set bellhop.delivery.allow-private");
  }

  @Test
  void a_text_that_is_too_long_is_refused() {
    for (Map.Entry<String, Integer> one :
        Map.of("name", 200, "workspace_id", 100, "event_mask", 4000, "callback_url", 2000)
            .entrySet()) {
      String text = "x".repeat(one.getValue() + 1);
      assertThat(refused(with("'" + one.getKey() + "':'" + text + "'")).get(one.getKey()))
          .contains("must have at most " + one.getValue() + " characters");
    }
    assertThat(isGood("'headers':{'a':'" + "x".repeat(20_000) + "'}")).isFalse();
    assertThat(isGood("'request_params':{'a':'" + "x".repeat(4_000) + "'}")).isFalse();
  }

  @Test
  void no_text_repeats_what_was_sent() {
    for (String body :
        List.of(
            with("'callback_url':'echo-me://x'"),
            with("'event_mask':'echo-me.x'"),
            with("'headers':{'echo-me ':'echo-me','webhook-echo-me':'echo-me'}"),
            with("'secret':'echo-me','name':'echo-me\\u0000'"),
            "{'sink':'echo-me','event_mask':'*','is_global':true}")) {
      assertThat(refused(body).toString()).doesNotContain("echo-me");
    }
  }

  @Test
  void a_content_type_that_is_ours_anyway_is_taken() {
    assertThat(create(with("'headers':{'Content-Type':'application/json'}")).headers()).hasSize(1);
  }

  @Test
  void what_is_left_out_of_a_change_stays() {
    Subscription changed = change("{'send_data':false}");

    assertThat(changed.sendData()).isFalse();
    assertThat(changed)
        .usingRecursiveComparison()
        .ignoringFields("sendData", "updatedAt")
        .isEqualTo(STORED);
    assertThat(changed.updatedAt()).isEqualTo(NOW);
  }

  @Test
  void a_stored_url_is_not_looked_up_again() {
    Subscription stored = changed(STORED, "{'callback_url':'https://8.8.8.8/'}");
    AddressGuard none = new AddressGuard(false, List.of());

    assertThat(
            new SubscriptionForm(
                    json("{'callback_url':'https://8.8.8.8/'}"),
                    new SubscriptionRules(none, Set.of(), Duration.ZERO, EventNames::ofContract))
                .change(stored, CLOCK)
                .callbackUrl())
        .isEqualTo("https://8.8.8.8/");
  }

  @Test
  void given_headers_take_the_place_of_all_and_a_mask_keeps_a_value() {
    assertThat(change("{'headers':{'authorization':'***','X-A':'1'}}").headers())
        .isEqualTo(Map.of("authorization", "Bearer x", "X-A", "1"));
    assertThat(change("{'headers':{'X-A':'1'}}").headers()).isEqualTo(Map.of("X-A", "1"));
    assertThat(change("{'headers':{}}").headers()).isEmpty();
    assertThat(change("{'request_params':{}}").requestParams()).isEmpty();
  }

  @Test
  void a_webhook_becomes_global_and_back() {
    Subscription global = change("{'is_global':true}");
    assertThat(global.global()).isTrue();
    assertThat(global.propertyId()).isNull();

    assertThat(detailsOf(global, "{'is_global':false}"))
        .isEqualTo(Map.of("property_id", List.of("can't be blank")));
    assertThat(detailsOf(global, "{'property_id':'P2'}"))
        .isEqualTo(Map.of("property_id", List.of("must be null where is_global is true")));
    assertThat(changed(global, "{'is_global':false,'property_id':'P2'}").propertyId())
        .isEqualTo("P2");
  }

  @Test
  void a_sink_and_a_url_take_each_others_place() {
    Subscription sink = change("{'sink':'events'}");
    assertThat(sink.callbackUrl()).isNull();
    assertThat(changed(sink, "{'name':'x'}").sink()).isEqualTo("events");
    assertThat(changed(sink, "{'sink':'events','callback_url':null}").sink()).isEqualTo("events");

    Subscription url = changed(sink, "{'callback_url':'" + URL + "'}");
    assertThat(url.sink()).isNull();
    assertThat(url.callbackUrl()).isEqualTo(URL);
    assertThat(detailsOf(sink, "{'sink':null}"))
        .isEqualTo(Map.of("callback_url", List.of("can't be blank")));
  }

  @Test
  void another_chance_is_a_whole_one() {
    assertThat(change("{'name':'x'}").failingSince()).isEqualTo(MADE);
    assertThat(change("{'callback_url':'https://8.8.8.8/'}").failingSince()).isNull();
    Subscription off = change("{'is_active':false}");
    assertThat(changed(off, "{'is_active':true}").failingSince()).isNull();
  }

  @Test
  void a_rotation_keeps_the_secret_before_for_a_while() {
    Subscription rotated = form("{}").rotate(STORED, CLOCK);

    assertThat(rotated.secret()).startsWith("whsec_").isNotEqualTo(SECRET);
    assertThat(rotated.previousSecret()).isEqualTo(SECRET);
    assertThat(rotated.previousUntil()).isEqualTo(NOW.plus(ROTATION));
    assertThat(form("{'secret':'" + secret(40) + "'}").rotate(STORED, CLOCK).secret())
        .isEqualTo(secret(40));
    assertThat(
            catchThrowableOfType(
                InvalidFieldsException.class, () -> form("{'secret':''}").rotate(STORED, CLOCK)))
        .isNotNull();
  }

  @Test
  void a_secret_in_a_change_is_a_rotation_unless_it_is_the_present_one() {
    Subscription changed = change("{'secret':'" + secret(40) + "'}");
    assertThat(changed.secret()).isEqualTo(secret(40));
    assertThat(changed.previousSecret()).isEqualTo(SECRET);

    assertThat(change("{'secret':'" + SECRET + "'}").previousSecret()).isNull();
    assertThat(change("{'secret':'***'}").secret()).isEqualTo(SECRET);
  }

  private static String secret(int bytes) {
    return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  /** The least that will do, with attributes replaced or added. */
  private static String with(String attributes) {
    String body = LEAST;
    Matcher name = Pattern.compile("'([a-z_]+)':").matcher(attributes);
    while (name.find()) {
      body = body.replaceAll(",?'" + name.group(1) + "':[^,]*", "");
    }
    body = body.startsWith(",") ? body.substring(1) : body;
    return "{" + body + (body.isEmpty() ? "" : ",") + attributes + "}";
  }

  private static boolean isGood(String attributes) {
    return catchThrowableOfType(InvalidFieldsException.class, () -> create(with(attributes)))
        == null;
  }

  private static Subscription create(String body) {
    return form(body).create(CLOCK);
  }

  private static Subscription change(String body) {
    return changed(STORED, body);
  }

  private static Subscription changed(Subscription stored, String body) {
    return form(body).change(stored, CLOCK);
  }

  private static Map<String, List<String>> refused(String body) {
    InvalidFieldsException error =
        catchThrowableOfType(InvalidFieldsException.class, () -> create(body));
    assertThat(error).as(body).isNotNull();
    return error.faults();
  }

  private static Map<String, List<String>> detailsOf(Subscription stored, String body) {
    return catchThrowableOfType(InvalidFieldsException.class, () -> changed(stored, body)).faults();
  }

  private static SubscriptionForm form(String body) {
    return new SubscriptionForm(
        json(body),
        new SubscriptionRules(
            GUARD, Set.of("events", "archive"), ROTATION, () -> new EventNames(Set.of("invoice"))));
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String body) {
    try {
      return new ObjectMapper().readTree(body.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
