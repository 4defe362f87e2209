package io.bellhop.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bellhop.event.StayIdentity.By;
import io.bellhop.support.TestNode;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which records of two accounts are one stay. */
class StayIdentityTest {
  /** A record: code, channel, day of arrival, guest, own unit, status. A dash: it has none. */
  private static StayIdentity stay(String fields) throws JsonProcessingException {
    String[] of = fields.replace("-/", "/").split("/", -1);
    String json =
        "{'codes':{'confirmationCode':'%s'},'channel':'%s','arrivalDate':'2026-12-%s',"
            + "'departureDate':'2026-12-20','primaryGuest':{'name':'%s'},'propertyId':'p',"
            + "'status':'%s'}";
    return StayIdentity.of(
        UUID.randomUUID(),
        "reservation",
        TestNode.MAPPER.readTree(
            json.formatted(of[0], of[1], of[2], of[3], of[5]).replace('\'', '"')),
        of[4].isEmpty() ? Set.of() : Set.of(of[4]));
  }

  @ParameterizedTest
  @CsvSource({
    // The code of a channel, however it is written, and whatever one of the two lags behind with.
    "HMABC123/AIRBNB/01/Anna//CONFIRMED, hm-abc 123/AIRBNB/02/Bert//CANCELLED, CONFIRMATION_CODE",
    // Without a channel on both sides the dates must be the same too.
    "HMABC123/OTHER/01/Anna//, HMABC123/AIRBNB/01///, CONFIRMATION_CODE",
    "HMABC123/-/01///, HMABC123/MANUAL/01///, CONFIRMATION_CODE",
    "HMABC123/-/01///, HMABC123/AIRBNB/02///, -",
    // Codes of systems themselves may be the same by chance.
    "1234567/DIRECT/01///, 1234567/DIRECT/02///, -",
    "1234567/AIRBNB/01///, 1234567/VRBO/01///, -",
    "12345/AIRBNB/01///, 12345/AIRBNB/01///, -",
    "000-000-000/AIRBNB/01///, 000000000/AIRBNB/01///, -",
    // Two rooms of one booking.
    "HMABC123/AIRBNB/01//a/, HMABC123/AIRBNB/01//b/, -",
    // The same dates of one mapped unit.
    "-/-/01/Anna Schmidt/a/CONFIRMED, -/BOOKING_COM/01/Schmidt A./a/PENDING, DATES",
    "-/-/01//a/CONFIRMED, 123/VRBO/01/Bert/a/CONFIRMED, DATES",
    "-/-/01/Anna/a/CONFIRMED, -/-/02/Anna/a/CONFIRMED, -",
    "-/-/01/Anna/a/CONFIRMED, -/-/01/Anna/b/CONFIRMED, -",
    "-/-/01/Anna/-/CONFIRMED, -/-/01/Anna//CONFIRMED, -",
    "-/-/01/Anna/a/CONFIRMED, -/-/01/Bert/a/CONFIRMED, -",
    "-/AIRBNB/01/Anna/a/CONFIRMED, -/VRBO/01/Anna/a/CONFIRMED, -",
    "HMABC123/AIRBNB/01/Anna/a/CONFIRMED, HMABC124/AIRBNB/01/Anna/a/CONFIRMED, -",
    "-/-/01/Anna/a/CANCELLED, -/-/01/Anna/a/CONFIRMED, -"
  })
  void one_stay_is_recognised_and_two_are_not_taken_for_one(String one, String other, String by)
      throws Exception {
    pad(one, other, by.equals("-") ? null : By.valueOf(by));
  }

  private static void pad(String one, String other, By by) throws JsonProcessingException {
    StayIdentity first =
        stay(one + "/".repeat(5 - (int) one.chars().filter(c -> c == '/').count()));
    StayIdentity second =
        stay(other + "/".repeat(5 - (int) other.chars().filter(c -> c == '/').count()));
    assertThat(first.sameAs(second)).isEqualTo(by);
    assertThat(second.sameAs(first)).isEqualTo(by);
    assertThat(first.sameAs(first)).as("records of one account").isNull();
  }
}
