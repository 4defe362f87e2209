package io.bellhop.delivery.relay;

import io.bellhop.delivery.http.OutboundEvent;
import java.util.List;

/**
 * The events that a relay sends at once: at most one of each record, so that the relay sends none
 * before the receiver has acknowledged its predecessor.
 *
 * @param from the position before the batch
 * @param to the position after the batch
 * @param attempt the number of the attempt, from 1
 */
record RelayBatch(long from, long to, int attempt, List<OutboundEvent> events) {}
