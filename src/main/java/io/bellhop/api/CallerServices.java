package io.bellhop.api;

import io.bellhop.access.AccessKeys;
import io.bellhop.access.AuditLog;
import io.bellhop.event.EventNotifier;
import io.bellhop.net.ClientAddresses;
import java.time.Duration;

/**
 * What the API needs for its callers: who they are, what they change, and what they wait for.
 *
 * @param first the key of the options or of the first start
 * @param keys all others
 * @param addresses finds their addresses
 * @param heartbeat how often a stream shows that it is alive
 */
public record CallerServices(
    ApiKey first,
    AccessKeys keys,
    AuditLog audit,
    ClientAddresses addresses,
    EventNotifier notifier,
    Duration heartbeat) {}
