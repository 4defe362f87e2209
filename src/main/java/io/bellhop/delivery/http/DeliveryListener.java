package io.bellhop.delivery.http;

import java.time.Duration;

/** Is notified when an attempt ends: for metrics only, so it must not block. Thread-safe. */
public interface DeliveryListener {
  /**
   * @param outcome delivered, refused (another status), gone (410) or unanswered
   */
  void attempted(String outcome);

  /**
   * @param since the time since the event was queued for the subscription
   */
  void delivered(Duration since);
}
