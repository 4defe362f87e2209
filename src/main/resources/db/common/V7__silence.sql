-- Who looks for silent accounts holds this one row: one node at a time.
create table silence_watch (
  id integer primary key,
  -- When somebody last looked. Long ago: nobody listened meanwhile.
  looked_at timestamp with time zone,
  -- Deliveries from this id on are not taken in yet; null: none is.
  next_id uuid
);
insert into silence_watch (id) values (1);

create table account_rhythm (
  account_id uuid primary key,
  -- Twelve weeks, the oldest hour first: '-' if not known, else '0' and a bit for each ten minutes in which it sent.
  hours varchar(2016) not null,
  -- The hour after the last of them, counted from 1970.
  hours_end bigint not null,
  last_webhook_at timestamp with time zone not null,
  -- When it was said that the account is silent; null while it is not.
  told_at timestamp with time zone
);
create index account_rhythm_told on account_rhythm (told_at);
