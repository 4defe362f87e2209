package io.bellhop.tool.bench;

import io.bellhop.tool.fixture.OutgoingRequest;
import io.bellhop.tool.fixture.Signer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Signed webhooks, each of a new record with an id of its own and of other content than all before.
 * For one thread.
 */
final class SignedReservations implements Supplier<OutgoingRequest> {
  private static final int MESSAGE_ID = 27;

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final BodyTemplate template;
  private final int idLength;
  private final int codeLength;
  private final Instant first;
  private final Signer signer;
  private final RandomIds ids = new RandomIds();
  private final RandomIds messages = new RandomIds();
  private final RandomIds codes = new RandomIds();
  private boolean oneRecord;
  private long next;

  /**
   * @param body in which the next three are replaced
   * @param id a record's, of hexadecimal digits
   * @param code a text that differs from webhook to webhook
   * @param time when the record was changed, in UTC with milliseconds: of one record, each webhook
   *     has a later one, as a provider's have
   */
  SignedReservations(byte[] body, String id, String code, String time, Signer signer) {
    if (id.length() < RandomIds.DIGITS) {
      throw new IllegalArgumentException(
          "the id must have " + RandomIds.DIGITS + " hexadecimal digits or more, was: " + id);
    }
    this.first = Instant.parse(time);
    if (!MILLIS.format(first).equals(time)) {
      throw new IllegalArgumentException(
          "the time must be like 2026-05-01T10:00:00.000Z, was: " + time);
    }
    this.template = new BodyTemplate(body, id, code, time);
    this.idLength = id.length();
    this.codeLength = code.length();
    this.signer = signer;
  }

  /** From now on all are of one record. */
  SignedReservations ofOneRecord() {
    oneRecord = true;
    return this;
  }

  /** Which numbers the ids of the records are: they count from 0. */
  RandomIds ids() {
    return ids;
  }

  @Override
  public OutgoingRequest get() {
    long number = next++;
    byte[] body =
        template.with(
            ids.id(oneRecord ? 0 : number, idLength),
            codes.id(number, codeLength),
            MILLIS.format(first.plusMillis(number)));
    Map<String, String> headers =
        new HashMap<>(
            signer.headers(body, "msg_" + messages.id(number, MESSAGE_ID), Instant.now()));
    headers.put("Content-Type", "application/json");
    return new OutgoingRequest(headers, body);
  }
}
