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
-- The priority and its reasons as the messages alone make them, kept once time or a person has changed it.
alter table tickets add column priority_basis jsonb;
-- The shop's own site says in its signed login whom it holds dear.
alter table customers add column valued boolean not null default false;

-- A conversation that goes on in another one. Nothing is moved: undoing it ends the row.
create table merges (
  id uuid primary key,
  conversation_id uuid not null references conversations (id) on delete cascade,
  into_id uuid not null references conversations (id) on delete cascade,
  -- Its ticket that was open then, and is opened again when the merge is undone.
  ticket_id uuid references tickets (id) on delete set null,
  agent_id uuid not null references agents (id),
  merged_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by uuid references agents (id),
  check (conversation_id <> into_id)
);
create unique index merges_one on merges (conversation_id) where undone_at is null;
create index merges_into on merges (into_id) where undone_at is null;

-- What a ticket is about, to find others about the same matter; no vector where no encoder ran.
alter table tickets add column matter jsonb;
alter table tickets add column matter_vector bytea;
-- Set once others like it were looked for.
alter table tickets add column related_at timestamptz;
update tickets set related_at = now();
create index tickets_unrelated on tickets (opened_at) where related_at is null;
create table related_tickets (
  ticket_id uuid not null references tickets (id) on delete cascade,
  other_id uuid not null references tickets (id) on delete cascade,
  kind text not null check (kind in ('duplicate', 'related')),
  score real not null,
  reasons jsonb not null,
  primary key (ticket_id, other_id)
);
create index related_tickets_other on related_tickets (other_id);
