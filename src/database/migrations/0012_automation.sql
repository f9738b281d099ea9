-- What a rule did carries the rules that led to it, the first one first, so that none fires on its own consequences.
alter table events add column caused_by jsonb;

alter table conversation_tags drop constraint conversation_tags_source_check;
alter table conversation_tags add constraint conversation_tags_source_check
  check (source in ('intent', 'model', 'rule', 'agent'));

-- Automation rules. The newest version is what runs.
create table rules (
  id uuid primary key,
  version integer not null check (version > 0),
  enabled boolean not null default false,
  -- Lower is asked first.
  place integer not null,
  -- The name under which the shipped file has it; it is loaded once, whatever becomes of it here.
  shipped_as text unique,
  -- A rule that was taken away keeps its versions and firings.
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table rule_versions (
  rule_id uuid not null references rules (id) on delete cascade,
  version integer not null check (version > 0),
  content jsonb not null,
  -- Null for what was shipped.
  author_id uuid references agents (id) on delete set null,
  restored_from integer,
  created_at timestamptz not null default now(),
  primary key (rule_id, version)
);

-- How far a reader of the stream of events has come, and which node reads for it now.
create table event_readers (
  name text primary key,
  position bigint not null,
  lease_token uuid,
  lease_until timestamptz
);

-- A rule whose event and conditions were met, once for each event.
create table rule_firings (
  id uuid primary key,
  ordinal bigint generated always as identity,
  rule_id uuid not null references rules (id) on delete cascade,
  rule_version integer not null,
  -- Of the event, or of the timer that stands for one.
  event_id uuid not null,
  event_type text not null,
  conversation_id uuid not null references conversations (id) on delete cascade,
  customer_id uuid not null,
  findings jsonb not null,
  caused_by jsonb not null default '[]',
  -- Why it did nothing, where it did nothing.
  suppressed text check (suppressed in ('customer_limit', 'rule_limit', 'own_consequence', 'too_deep')),
  at timestamptz not null default now(),
  -- A lead is asked whether it was right.
  review text check (review in ('asked', 'right', 'wrong')),
  reviewed_by uuid references agents (id) on delete set null,
  reviewed_at timestamptz,
  unique (rule_id, event_id)
);
create index rule_firings_recent on rule_firings (ordinal desc);
create index rule_firings_rule on rule_firings (rule_id, at) where suppressed is null;
create index rule_firings_conversation on rule_firings (conversation_id);
create index rule_firings_review on rule_firings (ordinal desc) where review = 'asked';

-- What a firing does, one after the other; what can't be done waits here for a person.
create table rule_acts (
  firing_id uuid not null references rule_firings (id) on delete cascade,
  place integer not null,
  action jsonb not null,
  status text not null default 'waiting' check (status in ('waiting', 'done', 'failed', 'skipped', 'dismissed')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  lease_token uuid,
  lease_until timestamptz,
  -- What was done, or why not, in words.
  outcome text,
  ended_at timestamptz,
  -- Who retried or dismissed it last.
  handled_by uuid references agents (id) on delete set null,
  primary key (firing_id, place)
);
create index rule_acts_due on rule_acts (due_at) where status = 'waiting';
create index rule_acts_failed on rule_acts (ended_at) where status = 'failed';

-- What somebody is to be told in the console, kept until they have seen it.
create table notices (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  conversation_id uuid not null references conversations (id) on delete cascade,
  text text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz
);
create index notices_unseen on notices (agent_id, created_at) where seen_at is null;
