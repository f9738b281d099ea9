-- What is to happen at a time, whichever node is alive then; fired at least once, by a handler of its kind.
create table timers (
  id uuid primary key,
  -- What it is for; setting it again moves it.
  key text not null unique,
  kind text not null,
  -- Whose it is; locked before the timer ends.
  conversation_id uuid references conversations (id) on delete cascade,
  due_at timestamptz not null,
  data jsonb not null default '{}',
  status text not null default 'waiting' check (status in ('waiting', 'done', 'cancelled', 'failed')),
  attempts integer not null default 0,
  lease_token uuid,
  lease_until timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  check ((status = 'waiting') = (ended_at is null))
);
create index timers_due on timers (due_at) where status = 'waiting';
create index timers_conversation on timers (conversation_id) where status = 'waiting';
create index timers_ended on timers (ended_at) where status <> 'waiting';
