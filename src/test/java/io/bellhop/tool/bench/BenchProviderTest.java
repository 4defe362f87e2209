package io.bellhop.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.OutgoingRequest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BenchProviderTest {
  private static final int SOME = 50;

  private final BenchProvider provider = BenchProvider.inJar();

  @Test
  void each_webhook_has_a_record_a_content_and_a_message_id_of_its_own_in_no_order() {
    List<OutgoingRequest> sent = take(provider.whole());

    List<String> messages =
        sent.stream()
            .map(
                request ->
                    request.headers().values().stream()
                        .filter(value -> value.startsWith("msg_"))
                        .findFirst()
                        .orElseThrow())
            .toList();
    List<String> bodies = sent.stream().map(request -> new String(request.body())).toList();
    assertThat(messages).doesNotHaveDuplicates();
    assertThat(messages).isNotEqualTo(messages.stream().sorted().toList());
    assertThat(bodies).doesNotHaveDuplicates();
    assertThat(bodies).isNotEqualTo(bodies.stream().sorted().toList());
  }

  @Test
  void all_of_one_record_have_its_id_and_other_content() {
    List<OutgoingRequest> sent = take(provider.whole().ofOneRecord());

    assertThat(sent.stream().map(BenchProviderTest::recordId).distinct()).hasSize(1);
    assertThat(sent.stream().map(request -> new String(request.body())).distinct()).hasSize(SOME);
  }

  @Test
  void each_of_one_record_is_later_than_the_one_before() {
    List<String> times =
        take(provider.whole().ofOneRecord()).stream()
            .map(request -> FixtureJson.parse(request.body()).findValue("lastUpdatedAt").asText())
            .toList();

    assertThat(times).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void stays_are_to_come_and_no_two_are_in_one_property_at_once() {
    SignedReservations webhooks = provider.whole();
    List<JsonNode> stays =
        IntStream.range(0, 5_000)
            .mapToObj(n -> FixtureJson.parse(webhooks.get().body()).path("reservation"))
            .toList();

    LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    assertThat(stays).allMatch(stay -> day(stay, "checkInDateLocalized").isAfter(yesterday));
    Map<String, Set<LocalDate>> taken = new HashMap<>();
    assertThat(stays)
        .allMatch(
            stay -> {
              Set<LocalDate> nights =
                  taken.computeIfAbsent(
                      stay.path("listingId").asText(), property -> new HashSet<>());
              return day(stay, "checkInDateLocalized")
                  .datesUntil(day(stay, "checkOutDateLocalized"))
                  .allMatch(nights::add);
            });
    assertThat(taken).hasSizeGreaterThan(1_000);
  }

  @Test
  void the_whole_record_is_of_the_size_of_real_ones() {
    assertThat(provider.whole().get().body().length).isBetween(5_400, 5_800);
  }

  @Test
  void records_to_be_read_have_ids_of_their_own_too() {
    assertThat(take(provider.thin()).stream().map(request -> new String(request.body())).distinct())
        .hasSize(SOME);
  }

  private static List<OutgoingRequest> take(SignedReservations webhooks) {
    return IntStream.range(0, SOME).mapToObj(n -> webhooks.get()).toList();
  }

  private static LocalDate day(JsonNode stay, String field) {
    return LocalDate.parse(stay.path(field).asText());
  }

  private static String recordId(OutgoingRequest request) {
    JsonNode body = FixtureJson.parse(request.body());
    return body.findValue("_id").asText();
  }
}
