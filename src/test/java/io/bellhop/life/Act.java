package io.bellhop.life;

/** What may happen to a booking, or in a life. */
enum Act {
  CREATE,
  /** A hold, which keeps the dates and is no booking yet. */
  HOLD,
  /** A hold becomes a booking under the same id. */
  BOOK,
  DATES,
  GUESTS,
  PRICE,
  NOTES,
  CANCEL,
  REACTIVATE,
  DELETE,
  /** Saved again with nothing changed. */
  TOUCH,
  /** The provider rests until the hub has done all that it knows of. */
  REST,
  /** A sync is asked for, and life goes on meanwhile. */
  SYNC
}
