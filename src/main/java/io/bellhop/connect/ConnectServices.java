package io.bellhop.connect;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.access.AuditLog;
import io.bellhop.account.Accounts;
import io.bellhop.account.ProviderRules;
import io.bellhop.provider.client.ApiClients;
import io.bellhop.provider.registration.Registrar;
import io.bellhop.provider.sync.Syncs;

/** The parts of the hub that a connection uses. */
public record ConnectServices(
    ApiClients apis,
    Accounts accounts,
    ProviderRules rules,
    Registrar registrar,
    Syncs syncs,
    AuditLog audit,
    ObjectMapper mapper) {}
