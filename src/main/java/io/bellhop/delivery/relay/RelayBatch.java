package io.bellhop.delivery.relay;

import io.bellhop.delivery.http.OutboundEvent;
import java.util.List;

/**
 * The events that a relay sends at once: at most one of each record, so that none goes out before
 * the receiver has acknowledged the one before it.
 *
 * @param from the position before it
 * @param to the position after it
 * @param attempt which attempt it is, counted from 1
 */
record RelayBatch(long from, long to, int attempt, List<OutboundEvent> events) {}
