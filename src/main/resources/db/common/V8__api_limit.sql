-- Calls of providers' APIs that have limits: what all nodes together have made, and what was made before a restart.

create table api_limit (
  -- An account's id, or the provider where all accounts share what it allows.
  limit_key varchar(100) primary key,
  -- How many calls there have been: the last one's number. Whoever counts one holds this row.
  calls bigint not null,
  -- The provider said not to call before this time.
  paused_until timestamp with time zone,
  -- Until when callers wait who go before those in the background.
  waiting_until timestamp with time zone
);

-- Only the last ones, as many as the longest limit looks back to.
create table api_call (
  limit_key varchar(100) not null,
  call_number bigint not null,
  -- When it ended. While it runs: by when the provider will have counted it, whatever happens to us.
  counted_by timestamp with time zone not null,
  running boolean not null,
  primary key (limit_key, call_number)
);
