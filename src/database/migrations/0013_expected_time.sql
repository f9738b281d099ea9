-- What was known of a ticket when it was opened, kept as it was: a prediction may rest on nothing that came later.
alter table tickets add column opening jsonb;
-- What was predicted then, with its reasons; null while there is too little history.
alter table tickets add column expected jsonb;
