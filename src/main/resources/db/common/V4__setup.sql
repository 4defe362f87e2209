-- Locked while a set-up file is taken up: two nodes that start together would make all of it twice.
insert into setting (name, content) values ('setup', 'locked while a set-up file is taken up');
