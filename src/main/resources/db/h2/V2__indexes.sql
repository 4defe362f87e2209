-- H2 has no partial indexes: status leads, so the pending rows lie together.
create index inbox_pending on inbox (status, order_key, id);
create index inbox_provider on inbox (provider, status, id);
create index inbox_settled on inbox (settled_at);
