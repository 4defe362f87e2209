-- Written for H2 and PostgreSQL; ${text}, ${json} and ${bytes} are the dialect's names for long text and bytes.

create table setting (
  name varchar(100) ${binary_collation} primary key,
  content varchar(1000) not null
);
-- Locked while a hub applies a set-up file: two nodes that start together would make all of it twice.
insert into setting (name, content) values ('setup', 'locked while a hub applies a set-up file');

-- Accounts, and what is known of their providers.

create table api_key (
  id uuid primary key,
  name varchar(200) not null,
  -- Null: all workspaces.
  workspace_id varchar(100),
  role varchar(16) not null,
  -- SHA-256 of the key in hex.
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

-- Who changed what; ids are ordered by time. Names of fields only, no values.
create table audit (
  id uuid primary key,
  at timestamp with time zone not null,
  -- Null: the first key.
  key_id uuid,
  key_name varchar(200) not null,
  workspace_id varchar(100),
  address varchar(100),
  action varchar(100) not null,
  object_id varchar(300),
  fields varchar(2000) not null,
  -- begun (a crash left it, or the change failed) or done
  outcome varchar(16) not null
);

-- Requests to erase what is stored of a guest; ids are ordered by time.
create table erasure (
  id uuid primary key,
  -- The only workspace, and the only account, whose data counts; null: all.
  workspace_id varchar(100),
  account_id uuid,
  -- Whether it only counts.
  dry_run boolean not null,
  -- By which fields the guest is known, without their values.
  identifiers varchar(100) not null,
  -- Who it is, encrypted; null when the erasure has ended.
  guest ${text},
  -- running, done or failed
  state varchar(16) not null,
  -- The records that are about the guest, as they were found at the beginning. JSON.
  found ${json},
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
  -- The next three are encrypted (AES-256-GCM): credentials are never readable at rest.
  api ${text} not null,
  webhook ${text} not null,
  listener_token ${text} not null,
  is_active boolean not null,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  -- A random number with each change: the sum of all tells one state of the table from another, whatever clocks say.
  revision bigint not null
);
create index integration_account_revision on integration_account (revision);

-- A key for each account, encrypted with the secret key: bellhop.encrypt-records encrypts bodies and records with it.
-- It goes with the account, and what was encrypted with it cannot be read any more.
create table account_key (
  account_id uuid primary key,
  data_key ${text} not null
);

-- Providers count access tokens (Guesty gives five a day), so they outlive a restart and all nodes share them.
create table access_token (
  account_id uuid primary key,
  token ${text},
  expires_at timestamp with time zone,
  -- The provider said not to ask for another one before this time.
  not_before timestamp with time zone,
  -- A provider may give a new refresh token with each access token; the one before it is then spent.
  refresh_token ${text},
  -- The account's own refresh token that it descends from, encrypted too: once the account has another one, that counts.
  refresh_origin ${text},
  -- A 401 does not discard a token of minutes: the provider may count tokens.
  issued_at timestamp with time zone,
  -- How many tokens in a row replaced a refused one and never worked.
  unproven integer default 0 not null
);

-- The last webhook of an account that was refused, and why: an operator asks this first.
create table account_refusal (
  account_id uuid primary key,
  reason varchar(500) not null,
  refused_at timestamp with time zone not null
);

-- Accounts whose provider's API refuses all calls or does not answer: their messages wait, and one call at a time tries.
create table account_pause (
  account_id uuid not null,
  -- Empty: all calls of the account. Else the path of those that are refused while others work.
  part varchar(300) not null,
  -- The path of the call that began it: the pause ends when such a call works.
  cause varchar(300) not null,
  reason varchar(40) not null,
  detail varchar(500) not null,
  since timestamp with time zone not null,
  -- Probes that have failed.
  failures integer not null,
  next_probe_at timestamp with time zone not null,
  -- A probe is under way until then at the latest; null: none is.
  probe_until timestamp with time zone,
  -- When the event account.degraded was written; null: not yet, the pause may end in a moment.
  emitted_at timestamp with time zone,
  primary key (account_id, part)
);

-- Our webhook at an account's provider, as far as Bellhop made it. The first call to do so makes the row.
create table registration (
  account_id uuid primary key,
  -- Which call works on it, and until when that counts: two at once would make it twice.
  locked_by uuid,
  locked_until timestamp with time zone,
  -- When it was last made or found right; null if it was not, or was removed.
  registered_at timestamp with time zone,
  -- SHA-256 of the listener URL that it was made with: with another one it is no longer ours.
  listener_hash varchar(64)
);

-- Calls of providers' APIs that have rate limits: what all nodes together have made, also before a restart.
create table api_limit (
  -- An account's id, or the provider where all accounts share what it allows.
  limit_key varchar(100) primary key,
  -- How many calls there have been: the last one's number. A caller that counts one locks this row.
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

-- The node that looks for inactive accounts locks this one row: one node at a time.
create table inactivity_watch (
  id integer primary key,
  -- When a node last looked. Long ago: no node listened meanwhile.
  checked_at timestamp with time zone,
  -- Messages from this id on are not recorded yet; null: none is.
  next_id uuid
);
insert into inactivity_watch (id) values (1);

create table account_activity (
  account_id uuid primary key,
  -- Twelve weeks, the oldest hour first: '-' if not known, else '0' and a bit for each ten minutes in which it sent.
  hours varchar(2016) not null,
  -- The hour after the last of them, counted from 1970.
  hours_end bigint not null,
  last_webhook_at timestamp with time zone not null,
  -- When the event account.silent was written; null while the account is active.
  notified_at timestamp with time zone
);
create index account_activity_notified on account_activity (notified_at);

-- The words of providers that no mapping knows: a mapping should learn them.
create table unmapped_value (
  provider varchar(64) not null,
  field varchar(100) not null,
  word varchar(200) not null,
  seen bigint not null,
  first_seen timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  -- The inbox message that had it last.
  message_id uuid not null,
  primary key (provider, field, word)
);

-- The inbox.

create table inbox (
  id uuid primary key,
  account_id uuid not null,
  provider varchar(64) not null,
  native_event varchar(200) not null,
  order_key varchar(300) ${binary_collation} not null,
  idempotency_key varchar(300) not null,
  -- What it is: webhook, sync (an entry of a list), sync-page, follow-up, unread (a dead letter) or replay.
  kind varchar(16) not null,
  mergeable boolean not null,
  received_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  status varchar(16) ${binary_collation} not null,
  attempts integer not null,
  error varchar(2000),
  event_ids varchar(4000),
  settled_at timestamp with time zone,
  -- The sync run of a page or an entry.
  sync_run uuid,
  -- Of an entry: what the next run compares; null if that has to read the entry again.
  entry_hash varchar(200),
  -- Of an entry: Bellhop knew nothing of its record.
  first_seen boolean default false not null
);
-- By status for the API and the gauges. Ids are ordered by time, so what is new stands at one end.
create index inbox_status on inbox (status, id);
-- For those who look for the messages of a record.
create index inbox_order_key on inbox (order_key);

-- Apart from its row, which is written later, and may be written again: the bulk is written once.
create table inbox_content (
  id uuid primary key,
  headers ${json} not null,
  body ${bytes} not null
);

-- Which calls of the provider's API the last attempt of a message has made. Most messages make none and have no row.
create table inbox_call (
  id uuid primary key,
  -- Method, path without ids, status and duration. JSON.
  calls varchar(8000) not null
);

-- What is pending, and only that: claims look here, so their cost does not grow with history.
create table inbox_pending (
  order_key varchar(300) ${binary_collation} not null,
  id uuid not null,
  primary key (order_key, id)
);

-- One row for each order key that has pending messages: the lock that keeps its messages in order.
-- due_at alone governs a claim: a lease moves it to its own end, so a dead node's keys come back by themselves.
create table inbox_key (
  order_key varchar(300) ${binary_collation} primary key,
  -- Queues are claimed apart. The inbox is one queue, or on PostgreSQL one for each partition of order keys.
  queue varchar(40) ${binary_collation} default '' not null,
  due_at timestamp with time zone not null,
  lease uuid,
  -- Counts arrivals, so that a settle sees that something came while it worked.
  version bigint not null
);
create index inbox_key_due on inbox_key (queue, due_at);

-- PostgreSQL, which several nodes may share. A row is a node that runs: if it does not say so in time, others take it
-- for dead, and it can write nothing more under this id.
create table inbox_node (
  id uuid primary key,
  alive_until timestamp with time zone not null,
  is_dead boolean default false not null
);

-- Which node handles the order keys of a partition. Only that node hands them to workers.
create table inbox_partition (
  -- As in inbox_key.
  queue varchar(40) ${binary_collation} primary key,
  -- Null: none, until a node takes it.
  node uuid
);
insert into inbox_partition (queue) values ('0'), ('1'), ('2'), ('3'), ('4'), ('5'), ('6'), ('7'), ('8'), ('9'), ('10'),
  ('11'), ('12'), ('13'), ('14'), ('15'), ('16'), ('17'), ('18'), ('19'), ('20'), ('21'), ('22'), ('23'), ('24'),
  ('25'), ('26'), ('27'), ('28'), ('29'), ('30'), ('31');

-- The journal of each node: what it has acknowledged and not settled yet, without content, a row for each commit.
-- Its messages have no rows of inbox yet; a row goes when all of them have.
create table inbox_journal (
  node uuid not null,
  number bigint not null,
  messages ${bytes} not null,
  primary key (node, number)
);

-- PostgreSQL with Kafka as the log: how far the tables have it. No row: its first hub reads a partition from the start.
create table inbox_offset (
  -- The partition, as in inbox_partition.
  queue varchar(40) ${binary_collation} primary key,
  -- Of the topic that the offset is of: one that was deleted and made again has another.
  topic_id varchar(40) not null,
  -- The first offset of which the tables may not have the message.
  next_offset bigint not null
);

-- Replays of all messages that match a filter. One that has not ended goes on after a restart.
create table inbox_replay (
  id uuid primary key,
  -- The only one whose messages it takes; null: all.
  workspace_id varchar(100),
  -- As its caller has written it. JSON.
  filter ${text} not null,
  -- Messages a second.
  rate integer not null,
  -- waiting, running, done, cancelled or failed
  status varchar(16) not null,
  -- Messages that matched when it was asked for; those that are pending again; those whose bodies are gone.
  total bigint not null,
  replayed bigint not null,
  skipped bigint not null,
  -- The last message that it has looked at.
  position uuid not null,
  -- The node that works on it, and until when that counts.
  lease uuid,
  leased_until timestamp with time zone,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  error varchar(1000)
);

create table idempotency_key (
  id varchar(400) ${binary_collation} primary key,
  inbox_id uuid not null,
  created_at timestamp with time zone not null
);

-- Records and events.

create table snapshot (
  -- account, record type and record id in one text, so that a batch is read with one = any(?).
  id varchar(300) ${binary_collation} primary key,
  account_id uuid not null,
  record_type varchar(40) ${binary_collation} not null,
  record_id varchar(200) ${binary_collation} not null,
  property_id varchar(200) ${binary_collation},
  version timestamp with time zone,
  -- Which clock the version comes from, and when the state came here: the version is judged by that.
  version_clock varchar(64),
  as_of timestamp with time zone,
  -- When the state was read from the API, if it does not itself say how new it is: it is newer than its version then.
  read_at timestamp with time zone,
  deleted boolean not null,
  record ${json} not null,
  -- The hash of the sync entry that the snapshot is equal to; null when something else has made it.
  entry_hash varchar(200),
  -- The sync run that has seen it in the list last.
  last_seen_run uuid,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  -- Of a stay or a block: copies of the record's own, which is searched by them.
  arrival_date date,
  departure_date date
);
create index snapshot_record on snapshot (record_type, record_id);
-- By departure: a calendar asks for those who have not left by a day, and these are few however long the history is.
create index snapshot_property on snapshot (property_id, departure_date);
create index snapshot_arrival on snapshot (arrival_date);
create index snapshot_departure on snapshot (departure_date);

-- The words that records are searched by, some of which show who a guest is. A row goes as soon as the record no longer
-- has its word.
create table record_term (
  -- Its kind and the word in small letters: name anna, email anna@example.com, code hm123.
  term varchar(300) ${binary_collation} not null,
  snapshot_id varchar(300) ${binary_collation} not null,
  primary key (term, snapshot_id)
);

-- Words that records have lost and gained, in order, until they are taken from record_term and put there: one row at the
-- end of a table in place of one in the midst of an index for each word, while webhooks wait.
create table record_term_due (
  -- One more than the last that is there: all who append hold the log's head.
  id bigint primary key,
  snapshot_id varchar(300) ${binary_collation} not null,
  lost ${text} not null,
  gained ${text} not null
);
insert into setting (name, content) values ('record_term', 'locked while words of record_term_due are written');

-- Nights that no second stay may have, a row for each unit of a reservation or a block. A publishing transaction looks
-- here for double bookings: by unit, so that a look costs the same in a hotel with many rooms.
create table calendar_stay (
  -- Account and unit in one text; the unit is the property where that is not divided.
  unit varchar(300) ${binary_collation} not null,
  departure_date date not null,
  snapshot_id varchar(300) ${binary_collation} not null,
  arrival_date date not null,
  primary key (unit, departure_date, snapshot_id)
);

-- Pairs of stays and what the last event about each says: double bookings that are open, and records of two accounts
-- that are one stay. The next event comes when that is no longer so.
create table stay_pair (
  -- conflict or link.
  kind varchar(10) not null,
  -- The two snapshots, the smaller id first.
  first_id varchar(300) ${binary_collation} not null,
  second_id varchar(300) ${binary_collation} not null,
  -- Of a conflict the SHA-256 of the nights in the event, in hex; of a link by what the stay is recognised.
  state varchar(64) not null,
  -- The day after the last of these nights, or of the stay: from then on it is of no interest.
  ends_on date not null,
  primary key (first_id, second_id, kind)
);
create index stay_pair_second on stay_pair (second_id);

-- Reservations that may be one stay with others than before, and are to be looked at.
create table stay_link_due (
  id uuid primary key,
  snapshot_id varchar(300) ${binary_collation} not null
);

-- Which properties and units of several accounts are one. The workspace is that of the account.
create table property_mapping (
  id uuid primary key,
  account_id uuid not null,
  property_id varchar(200) ${binary_collation} not null,
  -- Null: the property as one unit.
  unit_id varchar(200),
  -- Account and unit in one text, as in calendar_stay.
  place varchar(300) ${binary_collation} not null unique,
  -- What the workspace calls it.
  own_id varchar(200) ${binary_collation} not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
create index property_mapping_own on property_mapping (own_id);
create index property_mapping_account on property_mapping (account_id, property_id);

-- Places whose stays are compared again, as a mapping has come, changed or gone.
create table conflict_recheck (
  id uuid primary key,
  account_id uuid not null,
  -- As in property_mapping.
  place varchar(300) ${binary_collation} not null,
  -- The last snapshot that was compared.
  after_id varchar(300) ${binary_collation} not null
);

-- Calendars of properties that anyone can read who knows their URL.
create table calendar_feed (
  id uuid primary key,
  account_id uuid not null,
  property_id varchar(200) not null,
  -- Null: all of the property.
  unit_id varchar(200),
  name varchar(200) not null,
  -- SHA-256 of the token in its URL, in hex.
  token_hash varchar(64) not null unique,
  guest_names boolean not null,
  is_active boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);

-- Links by which customers connect accounts, and how far that is.
create table connect_link (
  -- Ordered by time.
  id uuid primary key,
  provider varchar(100) not null,
  workspace_id varchar(100) not null,
  name varchar(200),
  -- SHA-256 of the token in its URL, in hex.
  token_hash varchar(64) not null unique,
  expires_at timestamp with time zone not null,
  -- SHA-256 of the state of the attempt that may go on, in hex. Null: none may.
  state_hash varchar(64),
  -- Null until the account is made.
  account_id uuid,
  steps varchar(2000) not null,
  -- The page on which the last attempt has ended, its text, and when. Null: none has failed, or one has succeeded.
  failure varchar(40),
  failure_text varchar(2000),
  failed_at timestamp with time zone,
  created_at timestamp with time zone not null
);

-- Messages to guests that went out by a provider's API, or may have, by the keys of those who sent them.
create table sent_message (
  -- Ordered by time.
  id uuid primary key,
  account_id uuid not null,
  -- SHA-256 of the caller's key, and of key and message, in hex.
  key_hash varchar(64) not null,
  request_hash varchar(64) not null,
  -- begun, sent or unknown.
  state varchar(16) not null,
  provider_id varchar(200),
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  unique (account_id, key_hash)
);

-- One row. A publishing transaction locks it until commit, so the event log has no gap that fills later.
create table event_head (
  id integer primary key,
  last_seq bigint not null
);
insert into event_head (id, last_seq) values (1, 0);

create table event (
  seq bigint primary key,
  id uuid not null unique,
  event_type varchar(100) not null,
  -- Null: an event about Bellhop itself.
  account_id uuid,
  property_id varchar(200),
  created_at timestamp with time zone not null,
  envelope ${json} not null,
  record_id varchar(200) ${binary_collation},
  -- As the header traceparent of the W3C; null: its message came without one, and nothing traces.
  trace_parent varchar(55),
  -- Where its record was before; null: it has not moved.
  left_property_id varchar(200)
);
-- For the history of a record, in its order.
create index event_record on event (record_id, seq);

-- Sync: what webhooks miss. One row for each account, with its run that is under way or was last.
create table sync (
  account_id uuid primary key,
  run uuid,
  -- new, running, done or failed.
  state varchar(16) not null,
  -- full or changes.
  mode varchar(16),
  -- list, or check: reading by its id what a whole list has not shown.
  phase varchar(16),
  -- Whether a page is in the inbox, to be read.
  reading boolean not null,
  pages integer not null,
  -- Entries read; how many the provider says there are; records that made an event.
  entries integer not null,
  total integer,
  emitted integer not null,
  -- Records of the page that is under way: not yet settled, failed on the first attempt, all.
  open_records integer not null,
  failed_records integer not null,
  new_records integer not null,
  -- Of the whole run: records that Bellhop retries, or are dead letters.
  deferred integer not null,
  -- Where to read on when the page is settled, and where if nothing of it could be done. JSON.
  next_page ${text},
  otherwise_page ${text},
  -- What a list of one page was known by when it was last read, and whether all of it was settled. JSON.
  validators ${text},
  -- Of the lists behind the first one: which is read, and which were refused, with the reason.
  list varchar(40),
  left_out varchar(1000),
  -- When each of them was last begun. JSON.
  lists_read ${text},
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

-- Subscriptions, and what is on its way to them.

create table subscription (
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
  -- JSLT: which events it wants, and what it makes of them.
  filter varchar(10000),
  transform varchar(10000),
  protected boolean not null,
  max_in_flight integer not null,
  rate_per_second integer,
  -- Since when every attempt has failed; null after a success.
  failing_since timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  -- As in integration_account.
  revision bigint not null,
  -- What a refusal of one event does to the record's later events: skip or block.
  on_refusal varchar(8) default 'skip' not null
);
create index subscription_revision on subscription (revision);

-- One row for each subscription and record that has something under way: what keeps them in order.
-- due_at alone governs a claim, as in inbox_key.
create table delivery_key (
  order_key varchar(400) ${binary_collation} primary key,
  -- The subscription: each is claimed apart, so that a slow one delays no other.
  queue varchar(40) ${binary_collation} not null,
  due_at timestamp with time zone not null,
  lease uuid,
  version bigint not null
);
create index delivery_key_due on delivery_key (queue, due_at);

-- What is pending, and only that. Ids hold the event's place in the log, so their order is the order of events.
create table delivery_pending (
  order_key varchar(400) ${binary_collation} not null,
  id uuid not null,
  subscription_id uuid not null,
  event_seq bigint not null,
  -- Attempts that failed, and how many of them before a user asked for another round.
  attempts integer not null,
  attempt_offset integer not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  -- Refusals in this round of attempts: three end it where the subscription skips.
  refusals integer default 0 not null,
  primary key (order_key, id)
);

-- A delivery's outcome. A row is written when the delivery ends, so a success costs one insert.
create table delivery (
  id uuid primary key,
  subscription_id uuid not null,
  event_seq bigint not null,
  order_key varchar(400) ${binary_collation} not null,
  status varchar(16) ${binary_collation} not null,
  attempts integer not null,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone not null,
  -- The attempt that delivered it. Most deliveries have no other one, so it costs no row of its own.
  started_at timestamp with time zone,
  duration_millis integer,
  answer_status integer,
  answer ${text}
);
-- By status, the newest at one end: a page costs the same however many there are.
create index delivery_status on delivery (status, id);

-- An attempt that failed, or that delivered before a user asked for another round.
create table delivery_attempt (
  delivery_id uuid not null,
  number integer not null,
  started_at timestamp with time zone not null,
  duration_millis integer not null,
  -- The HTTP status; null if there was none.
  status integer,
  error varchar(200),
  -- The start of the reply.
  answer ${text},
  -- Where a redirect pointed, without what opens it.
  redirect varchar(300),
  primary key (delivery_id, number)
);

-- How many of a subscription's posts each node may have under way; all together no more than its max_in_flight.
-- Only where several nodes may share the database. Locked by its subscription's row.
create table delivery_share (
  subscription_id uuid not null,
  node uuid not null,
  -- 0: the node waits for places that others have.
  places integer not null,
  -- A node that died gives them back by this.
  ends_at timestamp with time zone not null,
  primary key (subscription_id, node)
);

-- When the next post of a subscription with a rate_per_second may begin, on whichever node.
create table delivery_pace (
  subscription_id uuid primary key,
  next_at timestamp with time zone not null
);

-- Subscriptions whose sink takes many events at once (Kafka): one row each in place of one for each delivery.
create table relay (
  subscription_id uuid primary key,
  -- The receiver has acknowledged all up to this place in the log.
  position bigint not null,
  -- The node that sends, and until when it may.
  lease uuid,
  leased_until timestamp with time zone,
  -- Failures in a row: up to which event the last attempt went, when it began, how long it took, why it failed, and when
  -- the next one is due.
  failures integer not null,
  failed_to bigint,
  tried_at timestamp with time zone,
  tried_millis integer,
  error varchar(200),
  due_at timestamp with time zone
);

-- Which events a relay has to send: those of one transaction that stand together in the log.
create table relay_run (
  subscription_id uuid not null,
  first_seq bigint not null,
  last_seq bigint not null,
  created_at timestamp with time zone not null,
  -- When all of it was acknowledged, at which attempt, and how long that took.
  attempts integer,
  started_at timestamp with time zone,
  duration_millis integer,
  settled_at timestamp with time zone,
  primary key (subscription_id, last_seq)
);
-- For lists over all subscriptions, the newest at one end, and for the relays of one event.
create index relay_run_last on relay_run (last_seq);
