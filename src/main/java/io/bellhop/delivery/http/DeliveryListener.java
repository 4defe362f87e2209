package io.bellhop.delivery.http;

import java.time.Duration;

/** Is notified when an attempt ends: for metrics, never for work. Thread-safe. */
public interface DeliveryListener {
  /**
   * @param outcome delivered, refused (another status), gone (410) or unanswered
   */
  void attempted(String outcome);

  /**
   * @param since the event was queued for the subscription
   */
  void delivered(Duration since);
}
