package io.bellhop.api;

import io.bellhop.inbox.Inbox;
import io.bellhop.monitor.RateHistory;
import io.bellhop.replay.Replays;

/**
 * What the API needs for inbox messages and for the flow through the hub.
 *
 * @param rates of this node
 */
public record InboxServices(Inbox inbox, Replays replays, RateHistory rates) {}
