package io.bellhop.tool.bench;

import io.bellhop.tool.fixture.OutgoingRequest;
import io.bellhop.tool.fixture.Signer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Signed webhooks, each of a new record with an id of its own and of other content than all before.
 * For one thread.
 */
final class SignedReservations implements Supplier<OutgoingRequest> {
  private static final int MESSAGE_ID = 27;

  private final BodyTemplate template;
  private final List<Replacement> ofRecord;
  private final List<Replacement> ofWebhook;
  private final Signer signer;
  private final RandomIds ids;
  private final RandomIds messages = new RandomIds();
  private boolean oneRecord;
  private long next;

  /**
   * @param body in which texts are replaced
   * @param ids those of the records, which number them from 0
   * @param ofRecord what all webhooks of one record have in common
   * @param ofWebhook what differs from webhook to webhook
   */
  SignedReservations(
      byte[] body,
      RandomIds ids,
      List<Replacement> ofRecord,
      List<Replacement> ofWebhook,
      Signer signer) {
    this.ids = ids;
    this.ofRecord = ofRecord;
    this.ofWebhook = ofWebhook;
    this.template =
        new BodyTemplate(
            body,
            Stream.of(ofRecord, ofWebhook)
                .flatMap(List::stream)
                .map(Replacement::text)
                .toArray(String[]::new));
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
    long record = oneRecord ? 0 : number;
    byte[] body =
        template.with(
            Stream.concat(
                    ofRecord.stream().map(one -> one.by().apply(record)),
                    ofWebhook.stream().map(one -> one.by().apply(number)))
                .toArray(String[]::new));
    Map<String, String> headers =
        new HashMap<>(
            signer.headers(body, "msg_" + messages.id(number, MESSAGE_ID), Instant.now()));
    headers.put("Content-Type", "application/json");
    return new OutgoingRequest(headers, body);
  }
}
