-- Somebody may also be offline of their own choice, with a reason; what is kept of it is in away_reason too.
alter table agents drop constraint agents_availability_check;
alter table agents add check (availability in ('online', 'away', 'offline'));

-- Offers in a row that ran out with this person, those that stood at one time counted as one; and when the last did.
alter table agents add column missed_offers integer not null default 0;
alter table agents add column missed_at timestamptz;
