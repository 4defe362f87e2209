-- What webhooks miss: one row for each account, with its sync that is under way or was last.
create table sync (
  account_id uuid primary key,
  run uuid,
  -- new, running, done or failed.
  state varchar(16) not null,
  -- full or changes.
  mode varchar(16),
  -- list, or check: reading by its id what a whole listing has not shown.
  phase varchar(16),
  -- Whether a page is in the inbox, to be read.
  reading boolean not null,
  pages integer not null,
  -- Entries read; how many the provider says there are; records that made an event.
  listed integer not null,
  total integer,
  published integer not null,
  -- Records of the page that is under way: not yet settled, of no avail at the first try, all.
  open_records integer not null,
  failed_records integer not null,
  fresh_records integer not null,
  -- Of the whole run: records that are tried again by themselves, or are dead.
  deferred integer not null,
  -- Where to read on when the page is settled, and where if nothing of it could be done. JSON.
  next_page ${text},
  otherwise_page ${text},
  -- Changes are read since this, of the provider's clock.
  since timestamp with time zone,
  newest timestamp with time zone,
  watermark timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  full_at timestamp with time zone,
  next_at timestamp with time zone not null,
  error varchar(1000)
);
create index sync_next on sync (next_at);

-- The entry of the provider's list that a snapshot is equal to; null when something else has made it.
alter table snapshot add column listed varchar(200);
-- The sync that has seen it in the list last.
alter table snapshot add column listed_run uuid;
