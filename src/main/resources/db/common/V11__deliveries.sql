-- What a subscriber's refusal of one event does to the record's later events: skip or block.
alter table webhook add column on_refusal varchar(8) default 'skip' not null;

-- Refusals in this round of attempts: three end it where the webhook skips.
alter table delivery_pending add column refusals integer default 0 not null;

-- Where a redirect pointed, without what opens it.
alter table delivery_attempt add column redirect varchar(300);

-- A random number with each change, as webhooks have it: memory asks it whether it still stands.
alter table integration_account add column revision bigint default 0 not null;
create index integration_account_revision on integration_account (revision);
