-- What a channel with cards shows instead of the end of the text; null where the text stands alone.
alter table messages add column card jsonb;
