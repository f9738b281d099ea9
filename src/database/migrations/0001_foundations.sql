-- People who work here.
create table agents (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  role text not null check (role in ('agent', 'lead', 'admin')),
  password_hash text not null,
  skills jsonb not null default '[]',
  languages jsonb not null default '["en"]',
  capacity integer not null default 4 check (capacity >= 0),
  availability text not null default 'online' check (availability in ('online', 'away')),
  working_hours jsonb not null default '[]',
  time_zone text not null default 'UTC',
  -- Set when an assignment begins and when it ends; the longest idle is preferred.
  last_assigned_at timestamptz,
  demo boolean not null default false,
  created_at timestamptz not null default now()
);

-- A login. The cookie holds the token; only its hash is stored.
create table login_sessions (
  token_hash text primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index login_sessions_expiry on login_sessions (expires_at);

-- One row a console socket; an agent is reachable while one of them was seen lately. Rows outlive a killed node until they are stale.
create table presence (
  socket_id text primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  node text not null,
  connected_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  -- Set when the socket closed; the agent stays reachable through the grace period.
  gone_at timestamptz
);
create index presence_agent on presence (agent_id);

create table customers (
  id uuid primary key,
  email text,
  name text,
  demo boolean not null default false,
  created_at timestamptz not null default now()
);

create table conversations (
  id uuid primary key,
  customer_id uuid not null references customers (id) on delete cascade,
  owner text not null default 'assistant' check (owner in ('assistant', 'queued', 'offered', 'agent', 'resolved')),
  ownership_version integer not null default 0,
  agent_id uuid references agents (id),
  version integer not null default 0,
  last_seq integer not null default 0,
  frustration jsonb not null default '{"value": 0, "high": false, "drivers": []}',
  dialogue jsonb not null default '{}',
  language text,
  -- The last customer message's first intent and sentiment, for lists.
  intent text,
  sentiment text,
  -- Asked for a rating once resolved; null until rated.
  rating integer check (rating between 1 and 5),
  rating_comment text,
  rated_at timestamptz,
  -- The newest undecided turn is taken by one node at a time.
  lease_token uuid,
  lease_node text,
  lease_until timestamptz,
  waiting_since timestamptz,
  resolved_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((owner in ('offered', 'agent')) = (agent_id is not null) or owner = 'resolved')
);
create index conversations_customer on conversations (customer_id, created_at);
create index conversations_live on conversations (updated_at desc) where owner <> 'resolved';
create index conversations_updated on conversations (updated_at desc);
create index conversations_created on conversations (created_at);
create index conversations_rated on conversations (rated_at) where rated_at is not null;
create index conversations_agent on conversations (agent_id) where owner in ('offered', 'agent');

create table messages (
  id uuid primary key,
  conversation_id uuid not null references conversations (id) on delete cascade,
  seq integer,
  kind text not null check (kind in ('public', 'note')),
  author text not null check (author in ('customer', 'assistant', 'agent', 'system')),
  agent_id uuid references agents (id),
  client_message_id text,
  text text not null,
  sources jsonb not null default '[]',
  quick_replies jsonb not null default '[]',
  -- The customer message this one answers; one reply of the assistant a turn.
  in_reply_to uuid references messages (id) on delete cascade,
  version integer not null,
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  understanding jsonb,
  decision jsonb,
  -- Copied out of `understanding` for counting, corrections applied.
  intent text,
  sentiment text,
  sentiment_score real,
  frustration real,
  corrected_intent text,
  corrected_sentiment text,
  check ((kind = 'public') = (seq is not null)),
  unique (conversation_id, seq),
  unique (conversation_id, client_message_id),
  unique (in_reply_to)
);
create index messages_undecided on messages (conversation_id, seq) where author = 'customer' and decided_at is null;
create index messages_changed on messages (conversation_id, version);
create index messages_customer_time on messages (created_at) where author = 'customer';

create table tickets (
  id uuid primary key,
  conversation_id uuid not null references conversations (id) on delete cascade,
  number integer generated always as identity unique,
  status text not null default 'open' check (status in ('open', 'resolved')),
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  priority_reasons jsonb not null default '[]',
  required_skill text not null,
  language text,
  packet jsonb not null,
  opened_at timestamptz not null default now(),
  resolved_at timestamptz
);
create unique index tickets_one_open on tickets (conversation_id) where status = 'open';
create index tickets_opened on tickets (opened_at);
create index tickets_conversation on tickets (conversation_id, opened_at);

-- Who was chosen, why, and what came of it.
create table assignments (
  id uuid primary key,
  ticket_id uuid not null references tickets (id) on delete cascade,
  conversation_id uuid not null references conversations (id) on delete cascade,
  agent_id uuid not null references agents (id),
  candidates jsonb not null,
  offered_at timestamptz not null default now(),
  offer_until timestamptz not null,
  accepted_at timestamptz,
  ended_at timestamptz,
  outcome text check (outcome in ('declined', 'not_accepted_in_time', 'agent_gone', 'transferred', 'returned', 'resolved'))
);
create unique index assignments_one_open on assignments (ticket_id) where ended_at is null;
create index assignments_offers on assignments (offer_until) where ended_at is null and accepted_at is null;

create table conversation_tags (
  conversation_id uuid not null references conversations (id) on delete cascade,
  tag text not null,
  source text not null check (source in ('intent', 'agent')),
  confidence real,
  created_at timestamptz not null default now(),
  primary key (conversation_id, tag)
);
create index conversation_tags_tag on conversation_tags (tag, created_at);
-- Tags a person took away stay away: the model does not set them again.
create table removed_tags (
  conversation_id uuid not null references conversations (id) on delete cascade,
  tag text not null,
  primary key (conversation_id, tag)
);

-- The outbox: written with the change, numbered by the relay after commit, published at least once.
create sequence event_positions;
create table events (
  id uuid primary key,
  ordinal bigint generated always as identity,
  conversation_id uuid not null references conversations (id) on delete cascade,
  version integer not null,
  type text not null,
  data jsonb not null,
  actor_kind text not null check (actor_kind in ('customer', 'assistant', 'agent', 'system')),
  actor_id text,
  at timestamptz not null default now(),
  position bigint unique
);
create index events_unpublished on events (ordinal) where position is null;
create index events_conversation on events (conversation_id, version, ordinal);
create index events_type_time on events (type, at);

-- The demo shop's orders, for the flows.
create table demo_orders (
  number text primary key,
  customer_id uuid not null references customers (id) on delete cascade,
  status text not null check (status in ('placed', 'packed', 'shipped', 'delivered', 'cancelled', 'returned')),
  placed_at timestamptz not null,
  items jsonb not null,
  total_cents integer not null,
  currency text not null default 'EUR',
  address jsonb not null,
  tracking text
);

-- Small values the server keeps between starts (signing keys, the demo's seed version).
create table settings (
  name text primary key,
  value jsonb not null
);
