package io.bellhop.life;

/**
 * One thing that happens in a life. It makes sense after any other: what cannot happen to the
 * booking does not, so a life with steps taken away is a life.
 *
 * @param booking which one, counted round
 * @param value what becomes of the field that changes
 * @param gap seconds since the step before; 0 is within the same second
 * @param delay how many steps later its webhooks are sent; later ones overtake them
 * @param form which of its forms the provider's webhook has
 */
record Step(Act act, int booking, int value, int gap, Fate fate, int delay, int form) {
  Step sent() {
    return new Step(act, booking, value, gap, Fate.SENT, delay, form);
  }

  Step inTime() {
    return new Step(act, booking, value, gap, fate, 0, form);
  }

  Step later() {
    return new Step(act, booking, value, Math.max(gap, 60), fate, delay, form);
  }

  Step plain() {
    return new Step(act, booking, value, gap, fate, delay, 0);
  }
}
