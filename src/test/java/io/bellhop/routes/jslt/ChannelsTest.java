package io.bellhop.routes.jslt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellhop.event.UnmappedValue;
import io.bellhop.pipeline.RouteExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {
  private static final Channels SHARED = shared();

  private static Channels shared() {
    try (var in = ChannelsTest.class.getResourceAsStream("/routes/_shared/channels.json")) {
      return Channels.read(
          "_shared", new String(in.readAllBytes(), StandardCharsets.UTF_8), RouteExchange.MAPPER);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Channels read(String text) {
    return Channels.read("acme/channels.json", text.replace('\'', '"'), RouteExchange.MAPPER);
  }

  @ParameterizedTest
  @CsvSource({
    "Booking.com, BOOKING_COM",
    "bookingCom, BOOKING_COM",
    "BookingCom, BOOKING_COM",
    "booking_com, BOOKING_COM",
    "Booking.com (XML), BOOKING_COM",
    "airbnb, AIRBNB",
    "airbnb2, AIRBNB",
    "airbnbOfficial, AIRBNB",
    "Airbnb Official, AIRBNB",
    "Airbnb (API), AIRBNB",
    "HomeAway/VRBO, VRBO",
    "HOMEAWAY, VRBO",
    "Vrbo, VRBO",
    "Fewo-direkt, VRBO",
    "Expedia, EXPEDIA",
    "Expedia Affiliate Network, EXPEDIA",
    "Google Vacation Rentals, GOOGLE",
    "googleHotelAds, GOOGLE",
    "TripAdvisor, TRIPADVISOR",
    "AGODA, AGODA",
    "Direct, DIRECT",
    "website, DIRECT",
    "manual, MANUAL",
    "owner, OWNER",
    "Owner Stay, OWNER"
  })
  void providers_write_one_channel_in_many_ways(String word, String channel) {
    assertThat(channel(word, SHARED)).isEqualTo(channel);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Pagoda Villas", "BookingSync", "OwnerRez", "Holidu", "Directory Inc", "\u65c5"})
  void a_small_channel_is_OTHER_without_a_warning_and_is_counted(String word) {
    Called called = Called.of("channel(.)", "'" + word + "'", SHARED);

    assertThat(called.result().textValue()).isEqualTo("OTHER");
    assertThat(called.warnings()).isEmpty();
    assertThat(called.unmapped()).containsExactly(new UnmappedValue("channel", word));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "' '", "{}", "[]"})
  void no_word_is_no_channel(String word) {
    Called called = Called.of("channel(.)", word, SHARED);

    assertThat(called.result().isNull()).isTrue();
    assertThat(called.unmapped()).isEmpty();
  }

  @Test
  void a_providers_own_words_go_before_those_that_all_share() {
    Channels own = read("{'DIRECT': ['BE-API', 'airbnb*'], 'MANUAL': ['Booking']}").before(SHARED);

    assertThat(channel("be api", own)).isEqualTo("DIRECT");
    assertThat(channel("airbnb", own)).isEqualTo("DIRECT");
    assertThat(channel("booking", own)).isEqualTo("MANUAL");
    assertThat(channel("Booking.com", own)).isEqualTo("BOOKING_COM");
  }

  @Test
  void so_do_those_that_a_mapping_gives() {
    Called called = Called.of("channel(., {'DIRECT': ['21']})", "21", SHARED);

    assertThat(called.result().textValue()).isEqualTo("DIRECT");
    assertThat(called.unmapped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'AIR_BNB': ['x']}|there is no channel AIR_BNB; there are AGODA, AIRBNB",
        "{'AIRBNB': 'x'}|AIRBNB must be a list of words",
        "[]|must be an object",
        "{'AIRBNB': [|is not JSON, line 1"
      })
  void a_file_that_is_wrong_says_where_and_why(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(text))
        .withMessageContainingAll("acme/channels.json", reason);
  }

  private static String channel(String word, Channels channels) {
    return Called.of("channel(.)", "'" + word + "'", channels).result().textValue();
  }
}
