-- Somebody the shop's own site vouches for, by the id they have there.
alter table customers add column external_id text unique;

-- Who a customer is known to be, and until when.
create table verified_identities (
  customer_id uuid primary key references customers (id) on delete cascade,
  email text not null check (email = lower(email)),
  method text not null check (method in ('login', 'code')),
  verified_at timestamptz not null default now(),
  valid_until timestamptz not null
);

-- Codes customers typed, each message once; wrong ones lock. The subject is a keyed hash of e-mail address and order number.
create table code_attempts (
  message_id uuid primary key,
  customer_id uuid not null references customers (id) on delete cascade,
  subject text not null,
  is_right boolean not null,
  at timestamptz not null default now()
);
create index code_attempts_customer on code_attempts (customer_id, at) where not is_right;
create index code_attempts_subject on code_attempts (subject, at) where not is_right;

-- What flows want done outside: written with the turn, worked on after its commit, told to the customer when over.
create table jobs (
  id uuid primary key,
  conversation_id uuid not null references conversations (id) on delete cascade,
  -- Conversation, run of the flow, step: handed on, so that nobody does it twice.
  key text not null unique,
  run_id text not null,
  act jsonb not null,
  status text not null default 'waiting' check (status in ('waiting', 'done', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  lease_token uuid,
  lease_until timestamptz,
  outcome jsonb,
  last_error text,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index jobs_due on jobs (due_at) where status = 'waiting';
create index jobs_conversation on jobs (conversation_id, created_at);
create index jobs_codes on jobs ((act ->> 'email'), created_at) where act ->> 'kind' = 'send_code';

-- What was done to the demo shop's orders, by idempotency key.
create table demo_order_acts (
  key text primary key,
  act jsonb not null,
  outcome jsonb not null,
  at timestamptz not null default now()
);

-- Files of customers. In the database, where every node finds them.
create table attachments (
  id uuid primary key,
  customer_id uuid not null references customers (id) on delete cascade,
  -- Null until the message it belongs to is sent.
  message_id uuid references messages (id) on delete cascade,
  name text not null,
  type text not null,
  bytes integer not null check (bytes > 0),
  content bytea not null,
  created_at timestamptz not null default now()
);
create index attachments_customer on attachments (customer_id, created_at);

alter table messages add column attachments jsonb not null default '[]';
