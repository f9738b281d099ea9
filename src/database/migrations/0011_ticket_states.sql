-- Where a ticket stands; who may speak to the customer stays the conversation's `owner`.
alter table tickets drop constraint tickets_status_check;
alter table tickets add constraint tickets_status_check
  check (status in ('open', 'waiting_for_customer', 'snoozed', 'resolved', 'closed'));
-- Since when it stands there.
alter table tickets add column state_since timestamptz not null default now();
update tickets set state_since = coalesce(resolved_at, opened_at);
alter table tickets add column snoozed_until timestamptz;
alter table tickets add constraint tickets_snoozed_until check ((status = 'snoozed') = (snoozed_until is not null));
drop index tickets_one_open;
create unique index tickets_one_open on tickets (conversation_id)
  where status in ('open', 'waiting_for_customer', 'snoozed');

-- The conversation's version at which the clocks were last looked at; the largest number once they have all stopped.
alter table tickets add column clocks_version integer not null default -1;
create index tickets_clocks on tickets (conversation_id) where clocks_version < 2147483647;

-- One promise of time each: begun by the handoff, a reopening or a customer's message, ended by a reply or the end.
create table service_clocks (
  ticket_id uuid not null references tickets (id) on delete cascade,
  conversation_id uuid not null references conversations (id) on delete cascade,
  target text not null check (target in ('first_reply', 'next_reply', 'resolution')),
  -- 1 for the ticket's first of this target.
  number integer not null check (number > 0),
  -- As the policy was when the clock stopped; while it runs, as it is. Null without a policy or where it promises nothing.
  policy text,
  target_ms bigint,
  time text not null check (time in ('business', 'calendar')),
  priority text not null,
  -- When it ran, oldest first: [{"from": instant, "to": instant or null}].
  runs jsonb not null,
  started_at timestamptz not null,
  stopped_at timestamptz,
  -- By a person's reply, or by the end of the work; without a reply, where one was owed.
  ended text check (ended in ('reply', 'resolved')),
  -- When it warns and when it is overdue if nothing pauses or stops it; null while it does not run or promises nothing.
  risk_at timestamptz,
  due_at timestamptz,
  -- When agent and lead were told.
  warned_at timestamptz,
  breached_at timestamptz,
  -- Milliseconds it ran, once stopped.
  business_ms double precision,
  calendar_ms double precision,
  primary key (ticket_id, target, number),
  check ((stopped_at is null) = (ended is null)),
  check ((stopped_at is null) = (business_ms is null)),
  check ((stopped_at is null) = (calendar_ms is null))
);
create index service_clocks_stopped on service_clocks (stopped_at);
create index service_clocks_running on service_clocks (conversation_id) where stopped_at is null;
