package io.bellhop.api;

import io.bellhop.inbox.Inbox;
import io.bellhop.replay.Replays;

/** What the API needs for inbox messages. */
public record InboxServices(Inbox inbox, Replays replays) {}
