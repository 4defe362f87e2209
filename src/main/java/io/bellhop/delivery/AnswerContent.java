package io.bellhop.delivery;

import io.bellhop.delivery.http.DeliveryAttempt;
import io.bellhop.store.ContentCipher;

/**
 * The answers of subscribers in their stored form: as plain text, or encrypted for their delivery.
 */
public final class AnswerContent {
  private AnswerContent() {}

  static String seal(ContentCipher cipher, DeliveryAttempt attempt) {
    String place = place(attempt.delivery());
    return cipher.seal(attempt.account(), place, attempt.reply().answer());
  }

  /**
   * Decrypts an answer.
   *
   * @param stored the stored form; null if there is no answer
   * @return null if the account's key has been deleted
   */
  public static String open(ContentCipher cipher, Object delivery, String stored) {
    return cipher.open(place(delivery), stored);
  }

  private static String place(Object delivery) {
    return "answer of " + delivery;
  }
}
