-- Our webhook at an account's provider, as far as we made it. A row is made by the first call to do so.
create table registration (
  account_id uuid primary key,
  -- Who is at it, and until when that counts: two at once would make it twice.
  busy_by uuid,
  busy_until timestamp with time zone,
  -- When it was last made or found right; null if it was not, or was removed.
  registered_at timestamp with time zone,
  -- SHA-256 of the listener URL that it was made with: with another one it is no longer ours.
  listener_hash varchar(64)
);
