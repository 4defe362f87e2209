-- The last webhook of an account that was refused, and why: what an operator asks first.
create table account_refusal (
  account_id uuid primary key,
  reason varchar(500) not null,
  refused_at timestamp with time zone not null
);
