-- A provider may give a new refresh token with each access token; the one before it is then spent.
alter table access_token add column refresh_token ${text};
-- The account's own refresh token that it descends from, encrypted too: once the account has another one, that counts.
alter table access_token add column refresh_origin ${text};
