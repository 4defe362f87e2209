create table setting (
  name varchar(100) collate "C" primary key,
  content varchar(1000) not null
);
create table api_key (
  id uuid primary key,
  name varchar(200) not null,
  workspace_id varchar(100),
  role varchar(16) not null,
  hash varchar(64) not null unique,
  previous_hash varchar(64),
  previous_until timestamp with time zone,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  revision bigint not null
);
create index api_key_revision on api_key (revision);
create table audit (
  id uuid primary key,
  at timestamp with time zone not null,
  key_id uuid,
  key_name varchar(200) not null,
  workspace_id varchar(100),
  address varchar(100),
  action varchar(100) not null,
  object_id varchar(300),
  fields varchar(2000) not null,
  outcome varchar(16) not null
);
create table erasure (
  id uuid primary key,
  workspace_id varchar(100),
  account_id uuid,
  dry_run boolean not null,
  identifiers varchar(100) not null,
  guest text,
  state varchar(16) not null,
  found text,
  records bigint default 0 not null,
  events bigint default 0 not null,
  messages bigint default 0 not null,
  pending_messages bigint default 0 not null,
  answers bigint default 0 not null,
  error varchar(500),
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone
);
create table integration_account (
  id uuid primary key,
  provider varchar(64) not null,
  name varchar(200) not null,
  workspace_id varchar(100) not null,
  external_id varchar(200),
  api text not null,
  webhook text not null,
  listener_token text not null,
  is_active boolean not null,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  revision bigint not null
);
create index integration_account_revision on integration_account (revision);
create table account_key (
  account_id uuid primary key,
  data_key text not null
);
create table access_token (
  account_id uuid primary key,
  token text,
  expires_at timestamp with time zone,
  not_before timestamp with time zone,
  refresh_token text,
  refresh_origin text,
  issued_at timestamp with time zone,
  unproven integer default 0 not null
);
create table account_refusal (
  account_id uuid primary key,
  reason varchar(500) not null,
  refused_at timestamp with time zone not null
);
create table account_pause (
  account_id uuid not null,
  part varchar(300) not null,
  cause varchar(300) not null,
  reason varchar(40) not null,
  detail varchar(500) not null,
  since timestamp with time zone not null,
  failures integer not null,
  next_probe_at timestamp with time zone not null,
  probe_until timestamp with time zone,
  emitted_at timestamp with time zone,
  primary key (account_id, part)
);
create table registration (
  account_id uuid primary key,
  locked_by uuid,
  locked_until timestamp with time zone,
  registered_at timestamp with time zone,
  listener_hash varchar(64)
);
create table api_limit (
  limit_key varchar(100) primary key,
  calls bigint not null,
  paused_until timestamp with time zone,
  waiting_until timestamp with time zone
);
create table api_call (
  limit_key varchar(100) not null,
  call_number bigint not null,
  counted_by timestamp with time zone not null,
  running boolean not null,
  primary key (limit_key, call_number)
);
create table inactivity_watch (
  id integer primary key,
  checked_at timestamp with time zone,
  next_id uuid
);
create table account_activity (
  account_id uuid primary key,
  hours varchar(2016) not null,
  hours_end bigint not null,
  last_webhook_at timestamp with time zone not null,
  notified_at timestamp with time zone
);
create index account_activity_notified on account_activity (notified_at);
create table unmapped_value (
  provider varchar(64) not null,
  field varchar(100) not null,
  word varchar(200) not null,
  seen bigint not null,
  first_seen timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  message_id uuid not null,
  primary key (provider, field, word)
);
create table inbox (
  id uuid primary key,
  account_id uuid not null,
  provider varchar(64) not null,
  native_event varchar(200) not null,
  order_key varchar(300) collate "C" not null,
  idempotency_key varchar(300) not null,
  kind varchar(16) not null,
  mergeable boolean not null,
  received_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  status varchar(16) collate "C" not null,
  attempts integer not null,
  error varchar(2000),
  event_ids varchar(4000),
  settled_at timestamp with time zone,
  sync_run uuid,
  entry_hash varchar(200),
  first_seen boolean default false not null
);
create index inbox_status on inbox (status, id);
create index inbox_order_key on inbox (order_key);
create table inbox_content (
  id uuid primary key,
  headers text not null,
  body bytea not null
);
create table inbox_call (
  id uuid primary key,
  calls varchar(8000) not null
);
create table inbox_pending (
  order_key varchar(300) collate "C" not null,
  id uuid not null,
  primary key (order_key, id)
);
create table inbox_key (
  order_key varchar(300) collate "C" primary key,
  queue varchar(40) collate "C" default '' not null,
  due_at timestamp with time zone not null,
  lease uuid,
  version bigint not null
);
create index inbox_key_due on inbox_key (queue, due_at);
create table inbox_node (
  id uuid primary key,
  alive_until timestamp with time zone not null,
  is_dead boolean default false not null
);
create table inbox_partition (
  queue varchar(40) collate "C" primary key,
  node uuid
);
create table inbox_journal (
  node uuid not null,
  number bigint not null,
  messages bytea not null,
  primary key (node, number)
);
create table inbox_offset (
  queue varchar(40) collate "C" primary key,
  topic_id varchar(40) not null,
  next_offset bigint not null
);
create table inbox_replay (
  id uuid primary key,
  workspace_id varchar(100),
  filter text not null,
  rate integer not null,
  status varchar(16) not null,
  total bigint not null,
  replayed bigint not null,
  skipped bigint not null,
  position uuid not null,
  lease uuid,
  leased_until timestamp with time zone,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  error varchar(1000)
);
create table idempotency_key (
  id varchar(400) collate "C" primary key,
  inbox_id uuid not null,
  created_at timestamp with time zone not null
);
create table snapshot (
  id varchar(300) collate "C" primary key,
  account_id uuid not null,
  record_type varchar(40) collate "C" not null,
  record_id varchar(200) collate "C" not null,
  property_id varchar(200) collate "C",
  version timestamp with time zone,
  version_clock varchar(64),
  as_of timestamp with time zone,
  read_at timestamp with time zone,
  deleted boolean not null,
  record text not null,
  entry_hash varchar(200),
  last_seen_run uuid,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  arrival_date date,
  departure_date date
);
create index snapshot_record on snapshot (record_type, record_id);
create index snapshot_property on snapshot (property_id, departure_date);
create index snapshot_arrival on snapshot (arrival_date);
create index snapshot_departure on snapshot (departure_date);
create table record_term (
  term varchar(300) collate "C" not null,
  snapshot_id varchar(300) collate "C" not null,
  primary key (term, snapshot_id)
);
create table record_term_due (
  id bigint primary key,
  snapshot_id varchar(300) collate "C" not null,
  lost text not null,
  gained text not null
);
create table calendar_stay (
  unit varchar(300) collate "C" not null,
  departure_date date not null,
  snapshot_id varchar(300) collate "C" not null,
  arrival_date date not null,
  primary key (unit, departure_date, snapshot_id)
);
create table stay_pair (
  kind varchar(10) not null,
  first_id varchar(300) collate "C" not null,
  second_id varchar(300) collate "C" not null,
  state varchar(64) not null,
  ends_on date not null,
  primary key (first_id, second_id, kind)
);
create index stay_pair_second on stay_pair (second_id);
create table stay_link_due (
  id uuid primary key,
  snapshot_id varchar(300) collate "C" not null
);
create table property_mapping (
  id uuid primary key,
  account_id uuid not null,
  property_id varchar(200) collate "C" not null,
  unit_id varchar(200),
  place varchar(300) collate "C" not null unique,
  own_id varchar(200) collate "C" not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
create index property_mapping_own on property_mapping (own_id);
create index property_mapping_account on property_mapping (account_id, property_id);
create table conflict_recheck (
  id uuid primary key,
  account_id uuid not null,
  place varchar(300) collate "C" not null,
  after_id varchar(300) collate "C" not null
);
create table calendar_feed (
  id uuid primary key,
  account_id uuid not null,
  property_id varchar(200) not null,
  unit_id varchar(200),
  name varchar(200) not null,
  token_hash varchar(64) not null unique,
  guest_names boolean not null,
  is_active boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
create table connect_link (
  id uuid primary key,
  provider varchar(100) not null,
  workspace_id varchar(100) not null,
  name varchar(200),
  token_hash varchar(64) not null unique,
  expires_at timestamp with time zone not null,
  state_hash varchar(64),
  account_id uuid,
  steps varchar(2000) not null,
  failure varchar(40),
  failure_text varchar(2000),
  failed_at timestamp with time zone,
  created_at timestamp with time zone not null
);
create table sent_message (
  id uuid primary key,
  account_id uuid not null,
  key_hash varchar(64) not null,
  request_hash varchar(64) not null,
  state varchar(16) not null,
  provider_id varchar(200),
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  unique (account_id, key_hash)
);
create table event_head (
  id integer primary key,
  last_seq bigint not null
);
create table event (
  seq bigint primary key,
  id uuid not null unique,
  event_type varchar(100) not null,
  account_id uuid,
  property_id varchar(200),
  created_at timestamp with time zone not null,
  envelope text not null,
  record_id varchar(200) collate "C",
  trace_parent varchar(55),
  left_property_id varchar(200)
);
create index event_record on event (record_id, seq);
create table sync (
  account_id uuid primary key,
  run uuid,
  state varchar(16) not null,
  mode varchar(16),
  phase varchar(16),
  reading boolean not null,
  pages integer not null,
  entries integer not null,
  total integer,
  emitted integer not null,
  open_records integer not null,
  failed_records integer not null,
  new_records integer not null,
  deferred integer not null,
  next_page text,
  otherwise_page text,
  validators text,
  list varchar(40),
  left_out varchar(1000),
  lists_read text,
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
create table subscription (
  id uuid primary key,
  name varchar(200),
  workspace_id varchar(100),
  callback_url varchar(2000),
  sink varchar(100),
  event_mask varchar(4000) not null,
  property_id varchar(200),
  is_global boolean not null,
  request_params text not null,
  headers text not null,
  secret text not null,
  previous_secret text,
  previous_until timestamp with time zone,
  is_active boolean not null,
  send_data boolean not null,
  filter varchar(10000),
  transform varchar(10000),
  protected boolean not null,
  max_in_flight integer not null,
  rate_per_second integer,
  failing_since timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  revision bigint not null,
  on_refusal varchar(8) default 'skip' not null
);
create index subscription_revision on subscription (revision);
create table delivery_key (
  order_key varchar(400) collate "C" primary key,
  queue varchar(40) collate "C" not null,
  due_at timestamp with time zone not null,
  lease uuid,
  version bigint not null
);
create index delivery_key_due on delivery_key (queue, due_at);
create table delivery_pending (
  order_key varchar(400) collate "C" not null,
  id uuid not null,
  subscription_id uuid not null,
  event_seq bigint not null,
  attempts integer not null,
  attempt_offset integer not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  refusals integer default 0 not null,
  primary key (order_key, id)
);
create table delivery (
  id uuid primary key,
  subscription_id uuid not null,
  event_seq bigint not null,
  order_key varchar(400) collate "C" not null,
  status varchar(16) collate "C" not null,
  attempts integer not null,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone not null,
  started_at timestamp with time zone,
  duration_millis integer,
  answer_status integer,
  answer text
);
create index delivery_status on delivery (status, id);
create table delivery_attempt (
  delivery_id uuid not null,
  number integer not null,
  started_at timestamp with time zone not null,
  duration_millis integer not null,
  status integer,
  error varchar(200),
  answer text,
  redirect varchar(300),
  primary key (delivery_id, number)
);
create table delivery_share (
  subscription_id uuid not null,
  node uuid not null,
  places integer not null,
  ends_at timestamp with time zone not null,
  primary key (subscription_id, node)
);
create table delivery_pace (
  subscription_id uuid primary key,
  next_at timestamp with time zone not null
);
create table relay (
  subscription_id uuid primary key,
  position bigint not null,
  lease uuid,
  leased_until timestamp with time zone,
  failures integer not null,
  failed_to bigint,
  tried_at timestamp with time zone,
  tried_millis integer,
  error varchar(200),
  due_at timestamp with time zone
);
create table relay_run (
  subscription_id uuid not null,
  first_seq bigint not null,
  last_seq bigint not null,
  created_at timestamp with time zone not null,
  attempts integer,
  started_at timestamp with time zone,
  duration_millis integer,
  settled_at timestamp with time zone,
  primary key (subscription_id, last_seq)
);
create index relay_run_last on relay_run (last_seq);
create table bellhop_schema (installed_rank int primary key, version varchar(50),
  description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null, checksum int,
  installed_by varchar(100) not null, installed_on timestamp default now() not null,
  execution_time int not null, success boolean not null);
insert into setting select * from json_populate_record(null::setting, '{"name":"setup","content":"locked while a hub applies a set-up file"}');
insert into setting select * from json_populate_record(null::setting, '{"name":"record_term","content":"locked while words of record_term_due are written"}');
insert into audit select * from json_populate_record(null::audit, '{"id":"01a2238f-65c1-7839-8204-b6533625f403","at":"2026-05-02T09:30:00.365997+00:00","key_id":null,"key_name":"first key","workspace_id":null,"address":"127.0.0.1","action":"POST webhooks","object_id":"01a2238f-65c3-7926-bd1c-ca28366b72c0","fields":"name, callback_url, event_mask, is_global, property_id, is_active, send_data","outcome":"done"}');
insert into audit select * from json_populate_record(null::audit, '{"id":"01a2238f-65df-775c-a685-9928082ad14b","at":"2026-05-02T09:30:00.395788+00:00","key_id":null,"key_name":"first key","workspace_id":"default","address":"127.0.0.1","action":"POST integration_accounts","object_id":"904cd903-b132-44e8-9182-fa0ed7ad6e50","fields":"api, webhook, provider, name","outcome":"done"}');
insert into integration_account select * from json_populate_record(null::integration_account, '{"id":"904cd903-b132-44e8-9182-fa0ed7ad6e50","provider":"ownerrez","name":"test ownerrez","workspace_id":"default","external_id":null,"api":"be053979:orbWiRMG4S7+Xu3HXKpxHa2mEOkWCMnc0smm9rzmHyeKnPiMO+0hP21EVx4bQJ5MgVD9O3VWDPHwbG+0FVl9E6RbwKHXzGXQzTWwr+egyA==","webhook":"be053979:Bgbf7VenSgkvJOi2D7KxH7EEo8dPT3yKqAqSJbYR0/AjPn5++ne9fq8r7nJpO5XOuGNErYd7NVoCQKAul4VWtjfSwVtgEg==","listener_token":"be053979:GADh3UQIcKk9xJgCPYyO0kAyCR6uOnt0PE4QlnJtUtUDTE/SfRdNh/5qdvlFOVXBYNOhHqFC91N7QLegVh5pB5WOCRY=","is_active":true,"revoked_at":null,"created_at":"2026-05-02T09:30:00.400065+00:00","updated_at":"2026-05-02T09:30:00.400065+00:00","revision":-8723150574371722776}');
insert into account_key select * from json_populate_record(null::account_key, '{"account_id":"00000000-0000-0000-0000-000000000000","data_key":"be053979:gm+67RiChW6VtJNaPeUAkFE/+KH45nKZykJBKRtmwh1flsLmvu7iyj8dnUeESDXvtO4qt21hSRccYRgWX9onrMdciLuW4Uti"}');
insert into account_key select * from json_populate_record(null::account_key, '{"account_id":"904cd903-b132-44e8-9182-fa0ed7ad6e50","data_key":"be053979:OQPM4sBBm7rl8eF1QNdeIGQ8BY4GZzdu3hwtVA5dsWD07/jJApHOuK/E70A+REMmV9VQnJtI+Xyg7n+csZuXpbW9VkiuPhvO"}');
insert into inactivity_watch select * from json_populate_record(null::inactivity_watch, '{"id":1,"checked_at":null,"next_id":null}');
insert into inbox select * from json_populate_record(null::inbox, '{"id":"01a2238f-65fc-7dc9-ac2b-1f67edd3317b","account_id":"904cd903-b132-44e8-9182-fa0ed7ad6e50","provider":"ownerrez","native_event":"entity_create","order_key":"904cd903-b132-44e8-9182-fa0ed7ad6e50 booking 273512","idempotency_key":"kept-1 entity_create booking 273512 entity_create","kind":"webhook","mergeable":false,"received_at":"2026-05-02T09:30:00.424652+00:00","due_at":"2026-05-02T09:30:00.424652+00:00","status":"done","attempts":1,"error":null,"event_ids":"01a2238f-6624-79fe-8b79-095747968e1b","settled_at":"2026-05-02T09:30:00.458235+00:00","sync_run":null,"entry_hash":null,"first_seen":false}');
insert into inbox select * from json_populate_record(null::inbox, '{"id":"01a2238f-6656-7c68-ae66-ab56ce89c054","account_id":"904cd903-b132-44e8-9182-fa0ed7ad6e50","provider":"ownerrez","native_event":"entity_update","order_key":"904cd903-b132-44e8-9182-fa0ed7ad6e50 booking 273512","idempotency_key":"kept-2 entity_update booking 273512 entity_update","kind":"webhook","mergeable":true,"received_at":"2026-05-02T09:30:00.515416+00:00","due_at":"2026-05-03T09:30:00.515416+00:00","status":"pending","attempts":0,"error":null,"event_ids":null,"settled_at":null,"sync_run":null,"entry_hash":null,"first_seen":false}');
insert into inbox_content select * from json_populate_record(null::inbox_content, '{"id":"01a2238f-65fc-7dc9-ac2b-1f67edd3317b","headers":"{\"authorization\":\"***\",\"content-length\":\"1437\",\"content-type\":\"application/json\",\"host\":\"127.0.0.1:29340\",\"user-agent\":\"Java-http-client/17.0.15\"}","body":"\\x7b226964223a226b6570742d31222c22757365725f6964223a35363738392c22616374696f6e223a22656e746974795f637265617465222c22656e746974795f74797065223a22626f6f6b696e67222c22656e746974795f6964223a3237333531322c22656e74697479223a7b226964223a3237333531322c2274797065223a22626f6f6b696e67222c2269735f626c6f636b223a66616c73652c22737461747573223a22616374697665222c2270726f70657274795f6964223a3437303030332c2267756573745f6964223a3634303031322c226172726976616c223a22323032362d31302d3032222c22646570617274757265223a22323032362d31302d3035222c22636865636b5f696e223a2231353a3030222c22636865636b5f6f7574223a2231303a3030222c226164756c7473223a312c226368696c6472656e223a302c22696e66616e7473223a302c2270657473223a302c226775657374223a7b226964223a3634303031322c2266697273745f6e616d65223a224b6f6669222c226c6173745f6e616d65223a2244616e736f227d2c2270726f7065727479223a7b226964223a3437303030332c226e616d65223a224c4b32222c2265787465726e616c5f6e616d65223a224c616b6520486f757365227d2c22637265617465645f757463223a22323032362d30332d30395431303a30303a30305a222c22757064617465645f757463223a22323032362d30352d30325430393a33303a30315a222c226c697374696e675f73697465223a22416972626e62202841504929222c22706c6174666f726d5f7265736572766174696f6e5f6e756d626572223a22484d323733353132222c2263757272656e63795f636f6465223a22455552222c22746f74616c5f616d6f756e74223a3531322e33352c22746f74616c5f6f776564223a302e302c22746f74616c5f70616964223a3531322e33352c2263686172676573223a5b7b22616d6f756e74223a3435302e302c22636f6d6d697373696f6e5f616d6f756e74223a302c226465736372697074696f6e223a2233206e6967687473222c2269735f6368616e6e656c5f6d616e61676564223a66616c73652c2269735f636f6d6d697373696f6e5f616c6c223a66616c73652c2269735f657870656e73655f616c6c223a66616c73652c2269735f74617861626c65223a747275652c226f776e65725f616d6f756e74223a3435302e302c22706f736974696f6e223a302c2272617465223a3435302e302c22726174655f69735f70657263656e74223a66616c73652c2274797065223a2272656e74227d2c7b22616d6f756e74223a33302e312c22636f6d6d697373696f6e5f616d6f756e74223a302c226465736372697074696f6e223a2250657420666565222c2269735f6368616e6e656c5f6d616e61676564223a66616c73652c2269735f636f6d6d697373696f6e5f616c6c223a66616c73652c2269735f657870656e73655f616c6c223a66616c73652c2269735f74617861626c65223a747275652c226f776e65725f616d6f756e74223a33302e312c22706f736974696f6e223a312c2272617465223a33302e312c22726174655f69735f70657263656e74223a66616c73652c2274797065223a22737572636861726765227d2c7b22616d6f756e74223a33322e32352c22636f6d6d697373696f6e5f616d6f756e74223a302c226465736372697074696f6e223a22564154222c2269735f6368616e6e656c5f6d616e61676564223a66616c73652c2269735f636f6d6d697373696f6e5f616c6c223a66616c73652c2269735f657870656e73655f616c6c223a66616c73652c2269735f74617861626c65223a66616c73652c226f776e65725f616d6f756e74223a33322e32352c22706f736974696f6e223a322c2272617465223a33322e32352c22726174655f69735f70657263656e74223a66616c73652c2274797065223a22746178227d5d7d7d"}');
insert into inbox_content select * from json_populate_record(null::inbox_content, '{"id":"01a2238f-6656-7c68-ae66-ab56ce89c054","headers":"{\"authorization\":\"***\",\"content-length\":\"1437\",\"content-type\":\"application/json\",\"host\":\"127.0.0.1:29340\",\"user-agent\":\"Java-http-client/17.0.15\"}","body":"\\x7b226964223a226b6570742d32222c22757365725f6964223a35363738392c22616374696f6e223a22656e746974795f757064617465222c22656e746974795f74797065223a22626f6f6b696e67222c22656e746974795f6964223a3237333531322c22656e74697479223a7b226964223a3237333531322c2274797065223a22626f6f6b696e67222c2269735f626c6f636b223a66616c73652c22737461747573223a22616374697665222c2270726f70657274795f6964223a3437303030332c2267756573745f6964223a3634303031322c226172726976616c223a22323032362d31302d3032222c22646570617274757265223a22323032362d31302d3035222c22636865636b5f696e223a2231353a3030222c22636865636b5f6f7574223a2231303a3030222c226164756c7473223a322c226368696c6472656e223a302c22696e66616e7473223a302c2270657473223a302c226775657374223a7b226964223a3634303031322c2266697273745f6e616d65223a224b6f6669222c226c6173745f6e616d65223a2244616e736f227d2c2270726f7065727479223a7b226964223a3437303030332c226e616d65223a224c4b32222c2265787465726e616c5f6e616d65223a224c616b6520486f757365227d2c22637265617465645f757463223a22323032362d30332d30395431303a30303a30305a222c22757064617465645f757463223a22323032362d30352d30325430393a33303a30325a222c226c697374696e675f73697465223a22416972626e62202841504929222c22706c6174666f726d5f7265736572766174696f6e5f6e756d626572223a22484d323733353132222c2263757272656e63795f636f6465223a22455552222c22746f74616c5f616d6f756e74223a3531322e33352c22746f74616c5f6f776564223a302e302c22746f74616c5f70616964223a3531322e33352c2263686172676573223a5b7b22616d6f756e74223a3435302e302c22636f6d6d697373696f6e5f616d6f756e74223a302c226465736372697074696f6e223a2233206e6967687473222c2269735f6368616e6e656c5f6d616e61676564223a66616c73652c2269735f636f6d6d697373696f6e5f616c6c223a66616c73652c2269735f657870656e73655f616c6c223a66616c73652c2269735f74617861626c65223a747275652c226f776e65725f616d6f756e74223a3435302e302c22706f736974696f6e223a302c2272617465223a3435302e302c22726174655f69735f70657263656e74223a66616c73652c2274797065223a2272656e74227d2c7b22616d6f756e74223a33302e312c22636f6d6d697373696f6e5f616d6f756e74223a302c226465736372697074696f6e223a2250657420666565222c2269735f6368616e6e656c5f6d616e61676564223a66616c73652c2269735f636f6d6d697373696f6e5f616c6c223a66616c73652c2269735f657870656e73655f616c6c223a66616c73652c2269735f74617861626c65223a747275652c226f776e65725f616d6f756e74223a33302e312c22706f736974696f6e223a312c2272617465223a33302e312c22726174655f69735f70657263656e74223a66616c73652c2274797065223a22737572636861726765227d2c7b22616d6f756e74223a33322e32352c22636f6d6d697373696f6e5f616d6f756e74223a302c226465736372697074696f6e223a22564154222c2269735f6368616e6e656c5f6d616e61676564223a66616c73652c2269735f636f6d6d697373696f6e5f616c6c223a66616c73652c2269735f657870656e73655f616c6c223a66616c73652c2269735f74617861626c65223a66616c73652c226f776e65725f616d6f756e74223a33322e32352c22706f736974696f6e223a322c2272617465223a33322e32352c22726174655f69735f70657263656e74223a66616c73652c2274797065223a22746178227d5d7d7d"}');
insert into inbox_pending select * from json_populate_record(null::inbox_pending, '{"order_key":"904cd903-b132-44e8-9182-fa0ed7ad6e50 booking 273512","id":"01a2238f-6656-7c68-ae66-ab56ce89c054"}');
insert into inbox_key select * from json_populate_record(null::inbox_key, '{"order_key":"904cd903-b132-44e8-9182-fa0ed7ad6e50 booking 273512","queue":"28","due_at":"2026-05-03T09:30:00.515416+00:00","lease":null,"version":1}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"0","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"1","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"2","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"3","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"4","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"5","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"6","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"7","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"8","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"9","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"10","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"11","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"12","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"13","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"14","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"15","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"16","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"17","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"18","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"19","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"20","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"21","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"22","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"23","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"24","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"25","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"26","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"27","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"28","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"29","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"30","node":null}');
insert into inbox_partition select * from json_populate_record(null::inbox_partition, '{"queue":"31","node":null}');
insert into idempotency_key select * from json_populate_record(null::idempotency_key, '{"id":"904cd903-b132-44e8-9182-fa0ed7ad6e50/kept-1 entity_create booking 273512 entity_create","inbox_id":"01a2238f-65fc-7dc9-ac2b-1f67edd3317b","created_at":"2026-05-02T09:30:00.458235+00:00"}');
insert into snapshot select * from json_populate_record(null::snapshot, '{"id":"904cd903-b132-44e8-9182-fa0ed7ad6e50/reservation/273512","account_id":"904cd903-b132-44e8-9182-fa0ed7ad6e50","record_type":"reservation","record_id":"273512","property_id":"470003","version":"2026-05-02T09:30:01+00:00","version_clock":"","as_of":"2026-05-02T09:30:00.424652+00:00","read_at":null,"deleted":false,"record":"{\"id\":\"273512\",\"createdAt\":\"2026-03-09T10:00:00.000Z\",\"updatedAt\":\"2026-05-02T09:30:01.000Z\",\"arrivalDate\":\"2026-10-02\",\"departureDate\":\"2026-10-05\",\"nights\":3,\"propertyId\":\"470003\",\"numberOfGuests\":1,\"numberOfAdults\":1,\"numberOfChildren\":0,\"numberOfInfants\":0,\"numberOfPets\":0,\"primaryGuest\":{\"name\":\"Kofi Danso\",\"nameFirst\":\"Kofi\",\"nameLast\":\"Danso\"},\"source\":\"Airbnb (API)\",\"channel\":\"AIRBNB\",\"status\":\"CONFIRMED\",\"nativeStatus\":\"active\",\"totalPrice\":512.35,\"currency\":\"EUR\",\"finances\":{\"totalPrice\":512.35,\"currency\":\"EUR\",\"remainingBalance\":0.0,\"basePrice\":{\"totalBasePrice\":450.0,\"breakdown\":[{\"name\":\"3 nights\",\"type\":\"BASE_PRICE\",\"total\":450.0}]},\"fee\":{\"totalFee\":30.1,\"breakdown\":[{\"name\":\"Pet fee\",\"type\":\"OTHER_FEE\",\"total\":30.1}]},\"tax\":{\"totalTax\":32.25,\"breakdown\":[{\"name\":\"VAT\",\"type\":\"OTHER_TAX\",\"total\":32.25}]}},\"arrivalLocalTime\":\"15:00\",\"departureLocalTime\":\"10:00\",\"codes\":{\"confirmationCode\":\"HM273512\"}}","entry_hash":null,"last_seen_run":null,"created_at":"2026-05-02T09:30:00.458235+00:00","updated_at":"2026-05-02T09:30:00.458235+00:00","arrival_date":"2026-10-02","departure_date":"2026-10-05"}');
insert into record_term_due select * from json_populate_record(null::record_term_due, '{"id":1,"snapshot_id":"904cd903-b132-44e8-9182-fa0ed7ad6e50/reservation/273512","lost":"","gained":"code hm273512\nname danso\nname kofi"}');
insert into calendar_stay select * from json_populate_record(null::calendar_stay, '{"unit":"904cd903-b132-44e8-9182-fa0ed7ad6e50/470003","departure_date":"2026-10-05","snapshot_id":"904cd903-b132-44e8-9182-fa0ed7ad6e50/reservation/273512","arrival_date":"2026-10-02"}');
insert into event_head select * from json_populate_record(null::event_head, '{"id":1,"last_seq":1}');
insert into event select * from json_populate_record(null::event, '{"seq":1,"id":"01a2238f-6624-79fe-8b79-095747968e1b","event_type":"reservation.created","account_id":"904cd903-b132-44e8-9182-fa0ed7ad6e50","property_id":"470003","created_at":"2026-05-02T09:30:00.458235+00:00","envelope":"{\"hook\":{\"id\":\"01a2238f-6624-79fe-8b79-095747968e1b\",\"eventType\":\"reservation.created\",\"timestamp\":\"2026-05-02T09:30:00.458Z\",\"source\":\"PMS_WEBHOOK\"},\"data\":{\"integrationAccountId\":\"904cd903-b132-44e8-9182-fa0ed7ad6e50\",\"workspaceId\":\"default\",\"provider\":\"ownerrez\",\"result\":\"SUCCESS\",\"origin\":\"webhook\",\"nativeEvent\":\"entity_create\",\"record\":{\"id\":\"273512\",\"createdAt\":\"2026-03-09T10:00:00.000Z\",\"updatedAt\":\"2026-05-02T09:30:01.000Z\",\"arrivalDate\":\"2026-10-02\",\"departureDate\":\"2026-10-05\",\"nights\":3,\"propertyId\":\"470003\",\"numberOfGuests\":1,\"numberOfAdults\":1,\"numberOfChildren\":0,\"numberOfInfants\":0,\"numberOfPets\":0,\"primaryGuest\":{\"name\":\"Kofi Danso\",\"nameFirst\":\"Kofi\",\"nameLast\":\"Danso\"},\"source\":\"Airbnb (API)\",\"channel\":\"AIRBNB\",\"status\":\"CONFIRMED\",\"nativeStatus\":\"active\",\"totalPrice\":512.35,\"currency\":\"EUR\",\"finances\":{\"totalPrice\":512.35,\"currency\":\"EUR\",\"remainingBalance\":0.0,\"basePrice\":{\"totalBasePrice\":450.0,\"breakdown\":[{\"name\":\"3 nights\",\"type\":\"BASE_PRICE\",\"total\":450.0}]},\"fee\":{\"totalFee\":30.1,\"breakdown\":[{\"name\":\"Pet fee\",\"type\":\"OTHER_FEE\",\"total\":30.1}]},\"tax\":{\"totalTax\":32.25,\"breakdown\":[{\"name\":\"VAT\",\"type\":\"OTHER_TAX\",\"total\":32.25}]}},\"arrivalLocalTime\":\"15:00\",\"departureLocalTime\":\"10:00\",\"codes\":{\"confirmationCode\":\"HM273512\"}},\"sourceEvents\":[\"01a2238f-65fc-7dc9-ac2b-1f67edd3317b\"]}}","record_id":"273512","trace_parent":null,"left_property_id":null}');
insert into subscription select * from json_populate_record(null::subscription, '{"id":"01a2238f-65c3-7926-bd1c-ca28366b72c0","name":"kept","workspace_id":null,"callback_url":"http://127.0.0.1:9/","sink":null,"event_mask":"*","property_id":null,"is_global":true,"request_params":"be053979:4l/uKKHRxh+qU2Dmwi0d6roFkFVTAhHuXsEKZb+m","headers":"be053979:i3IXYMaZ6mxS8t15Lkk+IKWUOj+LOWPffOxk0Ox9","secret":"be053979:99LBvRh8ctgR+KksCKaE0qPxsDR+z/+eMtgwuw6J6q7PAfRbxzTzTcc8jY+XYZQ1gQDLSe/FRPGbAfAt+mNhPxHuSWiINCsoPXPNCP8+","previous_secret":null,"previous_until":null,"is_active":true,"send_data":true,"filter":null,"transform":null,"protected":false,"max_in_flight":8,"rate_per_second":null,"failing_since":"2026-05-02T09:30:00.541309+00:00","created_at":"2026-05-02T09:30:00.368052+00:00","updated_at":"2026-05-02T09:30:00.368052+00:00","revision":8131078661518920936,"on_refusal":"skip"}');
insert into delivery_key select * from json_populate_record(null::delivery_key, '{"order_key":"01a2238f-65c3-7926-bd1c-ca28366b72c0 904cd903-b132-44e8-9182-fa0ed7ad6e50/reservation/273512","queue":"01a2238f-65c3-7926-bd1c-ca28366b72c0","due_at":"2026-05-02T09:30:05.705074+00:00","lease":null,"version":1}');
insert into delivery_pending select * from json_populate_record(null::delivery_pending, '{"order_key":"01a2238f-65c3-7926-bd1c-ca28366b72c0 904cd903-b132-44e8-9182-fa0ed7ad6e50/reservation/273512","id":"00000000-0000-8001-9fe2-da74f10e4d09","subscription_id":"01a2238f-65c3-7926-bd1c-ca28366b72c0","event_seq":1,"attempts":1,"attempt_offset":0,"created_at":"2026-05-02T09:30:00.458235+00:00","due_at":"2026-05-02T09:30:05.705074+00:00","refusals":0}');
insert into delivery_attempt select * from json_populate_record(null::delivery_attempt, '{"delivery_id":"00000000-0000-8001-9fe2-da74f10e4d09","number":1,"started_at":"2026-05-02T09:30:00.517323+00:00","duration_millis":2,"status":null,"error":"the connection was refused","answer":null,"redirect":null}');
insert into bellhop_schema select * from json_populate_record(null::bellhop_schema, '{"installed_rank":1,"version":"1","description":"bellhop","type":"SQL","script":"V1__bellhop.sql","checksum":-1301791338,"installed_by":"postgres","installed_on":"2026-11-28T19:08:49.168846","execution_time":122,"success":true}');
