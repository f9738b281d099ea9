-- Who writes on a channel, by the name the channel has for them.
create table channel_customers (
  channel text not null,
  external_id text not null,
  customer_id uuid not null references customers (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (channel, external_id)
);
create index channel_customers_customer on channel_customers (customer_id);

-- One person's conversation on a channel, the way back to it, and how far what was said has been sent there.
create table channel_conversations (
  conversation_id uuid primary key references conversations (id) on delete cascade,
  channel text not null,
  external_id text not null,
  person_id text not null,
  reference jsonb not null,
  -- A person outside has it: the assistant's messages are held back.
  handled_outside boolean not null default false,
  -- Places in the stream of events: up to where there may be something to send, and up to where it was sent.
  due_position bigint not null default 0,
  delivered_position bigint not null default 0,
  delivered_seq integer not null default 0,
  -- Failures in a row; the wait before the next try grows with them.
  attempts integer not null default 0,
  next_try_at timestamptz not null default now(),
  last_error text,
  lease_token uuid,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  unique (channel, external_id, person_id)
);
create index channel_conversations_due on channel_conversations (next_try_at) where due_position > delivered_position;

-- Conversations that were greeted; a greeting is sent once.
create table channel_greetings (
  channel text not null,
  external_id text not null,
  greeted_at timestamptz not null default now(),
  primary key (channel, external_id)
);
create index channel_greetings_age on channel_greetings (greeted_at);
