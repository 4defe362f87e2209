-- A key belongs to a lane, and lanes are claimed apart. The inbox is one lane.
alter table inbox_key add column lane varchar(40) default '' not null;
drop index inbox_key_due;
create index inbox_key_due on inbox_key (lane, due_at);

-- What Bellhop says about itself has no account.
alter table event alter column account_id drop not null;

-- Who wants events, and what is on its way to them.

create table webhook (
  id uuid primary key,
  name varchar(200),
  -- Null: events of every workspace.
  workspace_id varchar(100),
  callback_url varchar(2000),
  -- A Camel endpoint that the operator has allowed, in place of a URL.
  sink varchar(100),
  event_mask varchar(4000) not null,
  property_id varchar(200),
  is_global boolean not null,
  -- The next four are encrypted: they open the receiver.
  request_params ${text} not null,
  headers ${text} not null,
  secret ${text} not null,
  previous_secret ${text},
  previous_until timestamp with time zone,
  is_active boolean not null,
  send_data boolean not null,
  protected boolean not null,
  max_in_flight integer not null,
  rate_per_second integer,
  -- Since when every attempt has failed; null after a success.
  failing_since timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  -- A random number with each change: the sum of all tells one state of the table from another, whatever clocks say.
  revision bigint not null
);
create index webhook_revision on webhook (revision);

-- One row for each webhook and record that has something under way: what keeps them in order.
-- due_at alone governs a claim, as in inbox_key.
create table delivery_key (
  order_key varchar(400) ${binary_collation} primary key,
  -- The webhook: each is claimed apart, so that a slow one stands in nobody's way.
  lane varchar(40) not null,
  due_at timestamp with time zone not null,
  lease uuid,
  generation bigint not null
);
create index delivery_key_due on delivery_key (lane, due_at);

-- What is pending, and only that. Ids hold the event's place in the log, so their order is the order of events.
create table delivery_pending (
  order_key varchar(400) ${binary_collation} not null,
  id uuid not null,
  webhook_id uuid not null,
  event_seq bigint not null,
  -- Those that failed, and how many of them before somebody asked for another round.
  attempts integer not null,
  earlier_attempts integer not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  primary key (order_key, id)
);

-- What came of it. A row is written when a delivery ends, so a success costs one insert.
create table delivery (
  id uuid primary key,
  webhook_id uuid not null,
  event_seq bigint not null,
  order_key varchar(400) not null,
  status varchar(16) not null,
  attempts integer not null,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone not null
);
-- By status, the newest at one end: a page costs the same however many there are.
create index delivery_status on delivery (status, id);

create table delivery_attempt (
  delivery_id uuid not null,
  number integer not null,
  started_at timestamp with time zone not null,
  duration_millis integer not null,
  -- The HTTP status; null if there was none.
  status integer,
  error varchar(200),
  -- The start of what was answered.
  answer varchar(2048),
  primary key (delivery_id, number)
);
