package io.bellhop.life;

/** What becomes of the webhooks of a change. */
enum Fate {
  SENT,
  LOST,
  /** The same delivery once more. */
  REPEATED,
  /** Another delivery of the same content. */
  TWINNED,
  /** Where a change has several webhooks, only the first arrives. */
  HALVED
}
