package io.bellhop.api;

import io.bellhop.inbox.Inbox;
import io.bellhop.monitor.RateHistory;
import io.bellhop.replay.Replays;

/**
 * The services that the API needs for inbox messages and for the throughput of the hub.
 *
 * @param rates the rates of this node
 */
public record InboxServices(Inbox inbox, Replays replays, RateHistory rates) {}
