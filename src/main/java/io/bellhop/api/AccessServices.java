package io.bellhop.api;

import io.bellhop.access.AccessKeys;
import io.bellhop.access.AuditLog;

/**
 * What the API needs to know who calls, and to note what they change.
 *
 * @param first the key of the options or of the first start
 * @param keys all others
 */
public record AccessServices(ApiKey first, AccessKeys keys, AuditLog audit) {}
