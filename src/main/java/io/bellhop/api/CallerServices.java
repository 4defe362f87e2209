package io.bellhop.api;

import io.bellhop.access.AccessKeys;
import io.bellhop.access.AuditLog;
import io.bellhop.event.EventNotifier;
import io.bellhop.net.ClientAddresses;
import java.time.Duration;

/**
 * The services that the API needs for its callers: keys, audit records and waits.
 *
 * @param first the key of the options or of the first start
 * @param keys all other keys
 * @param addresses finds the addresses of callers
 * @param heartbeat how often a stream shows that it is alive
 */
public record CallerServices(
    ApiKey first,
    AccessKeys keys,
    AuditLog audit,
    ClientAddresses addresses,
    EventNotifier notifier,
    Duration heartbeat) {}
