package io.bellhop.life;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A booking as its provider knows it.
 *
 * @param number counts the bookings of a life; ids are made of it
 * @param notes null for none
 * @param cancelledAt null while it is not cancelled
 */
record Stay(
    int number,
    boolean hold,
    boolean deleted,
    LocalDate arrival,
    int nights,
    int guests,
    int cents,
    String notes,
    Instant created,
    Instant updated,
    Instant cancelledAt) {
  private static final LocalDate FIRST = LocalDate.parse("2027-01-05");

  static Stay made(int number, boolean hold, int value, Instant at) {
    return new Stay(number, hold, false, FIRST, 1, 2, 10_000, null, at, at, null)
        .with(Act.DATES, value, at)
        .with(Act.PRICE, value, at);
  }

  boolean cancelled() {
    return cancelledAt != null;
  }

  LocalDate departure() {
    return arrival.plusDays(nights);
  }

  BigDecimal price() {
    return BigDecimal.valueOf(cents, 2);
  }

  String nameFirst() {
    return new String[] {"Nora", "Omar", "Lena", "Amara"}[number % 4];
  }

  String nameLast() {
    return new String[] {"Lind", "Osei", "Fischer"}[number % 3];
  }

  String email() {
    return nameFirst().toLowerCase() + "." + number + "@example.com";
  }

  String phone() {
    return "+1555555" + (1000 + number);
  }

  boolean may(Act act) {
    return switch (act) {
      case BOOK -> !deleted && hold;
      case CANCEL -> !deleted && !hold && !cancelled();
      case REACTIVATE -> !deleted && cancelled();
      case PRICE, GUESTS -> !deleted && !hold;
      default -> !deleted;
    };
  }

  Stay with(Act act, int value, Instant at) {
    LocalDate day = act == Act.DATES ? FIRST.plusDays(value % 90) : arrival;
    int length = act == Act.DATES ? 1 + value % 7 : nights;
    int people = act == Act.GUESTS ? 1 + value % 6 : guests;
    int money = act == Act.PRICE ? 10_000 + value * 137 : cents;
    String text = act != Act.NOTES ? notes : value % 3 == 0 ? null : "Note " + value;
    Instant end = act == Act.CANCEL ? at : act == Act.REACTIVATE ? null : cancelledAt;
    return new Stay(
        number,
        hold && act != Act.BOOK,
        deleted || act == Act.DELETE,
        day,
        length,
        people,
        money,
        text,
        created,
        at,
        end);
  }
}
