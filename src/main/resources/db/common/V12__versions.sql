-- Which clock a version comes from, and when the state that a snapshot holds came here: its version is judged by that.
alter table snapshot add column version_clock varchar(64);
alter table snapshot add column as_of timestamp with time zone;

-- The words of providers that no mapping knows: what somebody has to add to a mapping.
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
