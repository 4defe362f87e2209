package io.bellhop.tool.scaffold;

import java.util.Optional;

/**
 * What is known of a provider before its folder is written.
 *
 * @param provider the folder's name
 * @param verify how a sender is known, as the parameter of bellhop-ingest
 * @param signatureHeader for hmac; after a colon, the text in front of the signature
 * @param auth how its API knows us, as the parameter of bellhop-api; empty if it is not asked
 * @param baseUrl scheme and host of its API
 * @param readPath the path of a record if the webhook holds only its id; empty if it holds all
 * @param webhook the provider's webhook
 * @param record what a reservation looks like, within the webhook or as the API has it
 */
public record ProviderAnswers(
    String provider,
    String verify,
    String signatureHeader,
    String auth,
    String baseUrl,
    String readPath,
    Webhook webhook,
    RecordSample record) {

  /**
   * A webhook and the places of its parts.
   *
   * @param body the body, which may be an array of messages
   * @param event the field or header that names the event
   * @param eventName the name there
   * @param id where the record's id is, as a JSONPath
   */
  public record Webhook(Sample body, String event, String eventName, String id) {
    /** Whether a header names the event. */
    boolean namesEventByHeader() {
      return event.startsWith("@");
    }
  }

  /**
   * @param sample its fields
   * @param path its place in the webhook, as a JSONPath; {@code $} for the whole webhook
   * @param inner the object in it with most fields of a reservation; others are next to it
   */
  public record RecordSample(Sample sample, String path, String inner) {
    /** The path of the field that is most like a field of a reservation. */
    Optional<String> guess(FieldGuess.Target target) {
      return FieldGuess.of(target, sample.part(inner))
          .map(path -> inner + path.substring(1))
          .or(() -> FieldGuess.of(target, sample));
    }
  }

  public boolean isThin() {
    return !readPath.isEmpty();
  }
}
