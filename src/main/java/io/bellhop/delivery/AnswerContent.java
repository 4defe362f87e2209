package io.bellhop.delivery;

import io.bellhop.delivery.http.DeliveryAttempt;
import io.bellhop.store.ContentCipher;

/** The answers of subscribers in their stored form: in clear, or encrypted for their delivery. */
public final class AnswerContent {
  private AnswerContent() {}

  static String seal(ContentCipher cipher, DeliveryAttempt attempt) {
    String place = place(attempt.delivery());
    return cipher.seal(attempt.account(), place, attempt.reply().answer());
  }

  /**
   * Decrypts an answer.
   *
   * @param stored null if there is none
   * @return null if the key of the account is gone
   */
  public static String open(ContentCipher cipher, Object delivery, String stored) {
    return cipher.open(place(delivery), stored);
  }

  private static String place(Object delivery) {
    return "answer of " + delivery;
  }
}
