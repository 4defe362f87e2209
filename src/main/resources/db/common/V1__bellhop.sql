-- Written for H2 and PostgreSQL; ${text}, ${json} and ${bytes} are the dialect's names for long text and bytes.

create table setting (
  name varchar(100) primary key,
  content varchar(1000) not null
);

create table integration_account (
  id uuid primary key,
  provider varchar(64) not null,
  name varchar(200) not null,
  workspace_id varchar(100) not null,
  external_id varchar(200),
  -- The next three are encrypted (AES-256-GCM): credentials are never readable at rest.
  api ${text} not null,
  webhook ${text} not null,
  listener_token ${text} not null,
  is_active boolean not null,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);

-- Access tokens are counted (a provider may give five a day), so they outlive a restart and are shared by all nodes.
create table access_token (
  account_id uuid primary key,
  token ${text},
  expires_at timestamp with time zone,
  -- The provider said not to ask for another one before this time.
  not_before timestamp with time zone
);

create table inbox (
  id uuid primary key,
  account_id uuid not null,
  provider varchar(64) not null,
  native_event varchar(200) not null,
  order_key varchar(300) not null,
  idempotency_key varchar(300) not null,
  origin varchar(16) not null,
  mergeable boolean not null,
  received_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  status varchar(16) not null,
  attempts integer not null,
  error varchar(2000),
  event_ids varchar(4000),
  settled_at timestamp with time zone
);
-- By status for the API and the gauges. Ids are ordered by time, so what is new stands at one end.
create index inbox_status on inbox (status, id);

-- Apart from its row, which is written again when it is settled: the bulk is written once.
create table inbox_content (
  id uuid primary key,
  headers ${json} not null,
  body ${bytes} not null
);

-- What is pending, and only that: claims look here, so they cost the same whatever has been.
create table inbox_pending (
  order_key varchar(300) ${binary_collation} not null,
  id uuid not null,
  primary key (order_key, id)
);

-- One row for each order key that has pending deliveries: the lock that keeps its deliveries in order.
-- due_at alone governs a claim: a lease moves it to its own end, so a dead node's keys come back by themselves.
create table inbox_key (
  order_key varchar(300) ${binary_collation} primary key,
  due_at timestamp with time zone not null,
  lease uuid,
  -- Counts arrivals, so that a settle sees that something came while it worked.
  generation bigint not null
);
create index inbox_key_due on inbox_key (due_at);

create table idempotency_key (
  id varchar(400) primary key,
  inbox_id uuid not null,
  created_at timestamp with time zone not null
);

-- One row. Whoever publishes holds it until commit, so the event log has no gap that fills later.
create table event_head (
  id integer primary key,
  last_seq bigint not null
);
insert into event_head (id, last_seq) values (1, 0);

create table event (
  seq bigint primary key,
  id uuid not null unique,
  event_type varchar(100) not null,
  account_id uuid not null,
  property_id varchar(200),
  created_at timestamp with time zone not null,
  envelope ${json} not null
);

create table snapshot (
  -- account, record type and record id in one text, so that a batch is read with one = any(?).
  id varchar(300) ${binary_collation} primary key,
  account_id uuid not null,
  record_type varchar(40) not null,
  record_id varchar(200) not null,
  property_id varchar(200),
  version timestamp with time zone,
  deleted boolean not null,
  record ${json} not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
create index snapshot_record on snapshot (record_type, record_id);
