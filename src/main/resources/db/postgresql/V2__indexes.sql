-- What is settled never slows down what is pending: it is not in this index.
create index inbox_pending on inbox (order_key, id) where status = 'pending';
create index inbox_provider on inbox (provider, status, id);
create index inbox_settled on inbox (settled_at);
