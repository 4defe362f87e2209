-- Accounts whose provider's API refuses all calls, or does not answer: their messages wait, and one call at a time tries.
create table account_pause (
  account_id uuid not null,
  -- Empty: all calls of the account. Else the path of those that are refused while others work.
  part varchar(300) not null,
  -- The path of the call that began it: it is over when such a call works.
  cause varchar(300) not null,
  reason varchar(40) not null,
  detail varchar(500) not null,
  since timestamp with time zone not null,
  -- Probes that have failed.
  failures integer not null,
  next_probe_at timestamp with time zone not null,
  -- A probe is under way until then at the latest; null: none is.
  probe_until timestamp with time zone,
  -- When the event account.degraded was written; null: not yet, it may be over in a moment.
  emitted_at timestamp with time zone,
  primary key (account_id, part)
);

-- A token of minutes is not thrown away by a 401: those of a provider may be counted.
alter table access_token add column issued_at timestamp with time zone;
-- How many tokens in a row were fetched in place of a refused one, and never worked.
alter table access_token add column unproven integer default 0 not null;
