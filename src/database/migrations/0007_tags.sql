-- A tag says where it came from, how sure the model was, what spoke for it, and which message led to it.
alter table conversation_tags drop constraint conversation_tags_source_check;
alter table conversation_tags
  add constraint conversation_tags_source_check check (source in ('intent', 'model', 'rule', 'agent'));
alter table conversation_tags add column why jsonb;
alter table conversation_tags add column message_id uuid references messages (id) on delete set null;

-- What the model hears but is not sure enough of to set: for a person to confirm or to wave away.
create table suggested_tags (
  conversation_id uuid not null references conversations (id) on delete cascade,
  tag text not null,
  confidence real not null,
  why jsonb not null,
  message_id uuid references messages (id) on delete set null,
  created_at timestamptz not null default now(),
  primary key (conversation_id, tag)
);

-- What people said of tags, as the model learns it next time: the last word on each tag of a conversation.
create table tag_examples (
  conversation_id uuid not null references conversations (id) on delete cascade,
  tag text not null,
  is_right boolean not null,
  text text not null,
  agent_id uuid references agents (id),
  created_at timestamptz not null default now(),
  primary key (conversation_id, tag)
);
create index tag_examples_time on tag_examples (created_at);

-- A priority that a person gave stands until they release it; null while Earshot decides.
alter table tickets add column priority_set_by uuid references agents (id);
alter table tickets add column priority_set_at timestamptz;
-- What the priority was worked out from, so that time alone can raise it later.
alter table tickets add column priority_basis jsonb;

-- A conversation that goes on in another one. Nothing is moved: undoing it ends the row.
create table merges (
  id uuid primary key,
  conversation_id uuid not null references conversations (id) on delete cascade,
  into_id uuid not null references conversations (id) on delete cascade,
  agent_id uuid not null references agents (id),
  merged_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by uuid references agents (id),
  check (conversation_id <> into_id)
);
create unique index merges_one on merges (conversation_id) where undone_at is null;
create index merges_into on merges (into_id) where undone_at is null;

-- The key message's vector of each ticket, to find tickets about the same matter; null where no encoder ran.
alter table tickets add column intent text;
alter table tickets add column vector bytea;
create table related_tickets (
  ticket_id uuid not null references tickets (id) on delete cascade,
  other_id uuid not null references tickets (id) on delete cascade,
  kind text not null check (kind in ('duplicate', 'related')),
  score real not null,
  reasons jsonb not null,
  primary key (ticket_id, other_id)
);
