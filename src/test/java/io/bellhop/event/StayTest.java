package io.bellhop.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bellhop.event.Stay.Part;
import io.bellhop.support.TestNode;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which nights a record takes, and of which unit. */
class StayTest {
  private static final String DATES =
      "'id':'1','propertyId':'p','arrivalDate':'2026-12-01','departureDate':'2026-12-04'";
  private static final LocalDate FIRST = LocalDate.of(2026, 12, 1);
  private static final LocalDate FOURTH = LocalDate.of(2026, 12, 4);

  @ParameterizedTest
  @CsvSource({
    "CONFIRMED, true, true",
    "CHECKED_IN, true, true",
    "UNKNOWN, true, true",
    "CHECKED_OUT, true, false",
    "PENDING, true, false",
    "INQUIRY, false, false",
    "CANCELLED, false, false",
    "DECLINED, false, false",
    "EXPIRED, false, false",
    "NO_SHOW, false, false"
  })
  void the_status_decides_whether_it_takes_nights_and_whether_others_may_too(
      String status, boolean takes, boolean isFirm) {
    Stay stay = reservation(DATES + ",'status':'" + status + "'");

    assertThat(stay != null).isEqualTo(takes);
    assertThat(stay != null && stay.isFirm()).isEqualTo(isFirm);
  }

  @Test
  void without_a_status_it_takes_its_nights() {
    assertThat(reservation(DATES).isFirm()).isTrue();
    assertThat(Stay.of("block", json(DATES)).isBlock()).isTrue();
    assertThat(Stay.of("guest", json(DATES))).isNull();
  }

  @Test
  void the_property_is_the_unit_where_the_record_names_none() {
    assertThat(parts(DATES)).containsExactly(new Part("p", FIRST, FOURTH));
    assertThat(parts(DATES + ",'roomTypeIds':['p']"))
        .as("the same under two names")
        .containsExactly(new Part("p", FIRST, FOURTH));
    assertThat(parts(DATES + ",'roomTypeIds':['double']"))
        .as("a double room, which is not assigned")
        .containsExactly(new Part(null, FIRST, FOURTH));
  }

  @Test
  void a_room_that_is_only_of_a_kind_is_no_certain_unit_although_the_kind_is_the_property() {
    assertThat(parts(DATES + ",'rooms':[{'roomTypeId':'p'}]"))
        .containsExactly(new Part(null, FIRST, FOURTH));
    assertThat(parts(DATES + ",'roomTypeIds':['several'],'unitIds':['p']"))
        .containsExactly(new Part("p", FIRST, FOURTH));
  }

  @Test
  void the_rooms_have_the_dates_of_a_guest_who_moves() {
    String moves =
        ",'unitIds':['a','b'],'rooms':["
            + "{'unitId':'a','departureDate':'2026-12-02'},"
            + "{'unitId':'b','arrivalDate':'2026-12-02'},"
            + "{'unitId':'of another booking','arrivalDate':'2026-12-01'}]";
    LocalDate second = LocalDate.of(2026, 12, 2);

    assertThat(parts(DATES + moves))
        .containsExactly(new Part("a", FIRST, second), new Part("b", second, FOURTH));
  }

  @Test
  void a_room_that_is_cancelled_alone_is_free() {
    assertThat(
            parts(
                DATES
                    + ",'unitIds':['a','b'],'rooms':[{'unitId':'a','status':'CANCELLED'},"
                    + "{'unitId':'b'}]"))
        .containsExactly(new Part("b", FIRST, FOURTH));
  }

  @ParameterizedTest
  @CsvSource({"2026-12-01,2026-12-01", "2026-12-02,2026-12-01", ",2026-12-01", "soon,later"})
  void without_a_night_it_takes_none(String arrival, String departure) {
    assertThat(
            reservation(
                "'id':'1','propertyId':'p','arrivalDate':'%s','departureDate':'%s'"
                    .formatted(arrival == null ? "" : arrival, departure)))
        .isNull();
  }

  @Test
  void who_arrives_on_the_day_of_a_departure_is_not_in_its_way() {
    Part part = new Part("p", FIRST, FOURTH);

    assertThat(part.takes(FOURTH)).isFalse();
    assertThat(part.takes(FIRST)).isTrue();
  }

  private static Stay reservation(String fields) {
    return Stay.of("reservation", json(fields));
  }

  private static List<Part> parts(String fields) {
    return reservation(fields).parts();
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String fields) {
    try {
      return TestNode.MAPPER.readTree("{" + fields.replace('\'', '"') + "}");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
