-- The rating from 1 to 5 that the customer would probably give, after each of their messages that a model could read;
-- the conversation keeps the latest, for lists.

alter table messages add column predicted_rating real check (predicted_rating between 1 and 5);
alter table conversations add column predicted_rating real check (predicted_rating between 1 and 5);
