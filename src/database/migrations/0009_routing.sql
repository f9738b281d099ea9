-- Skills have a level: 1 knows it, 2 is good at it, 3 is an expert. Those stored before are taken as good.
update agents set skills = (
  select coalesce(jsonb_agg(
    case when jsonb_typeof(skill) = 'string' then jsonb_build_object('name', skill, 'level', 2) else skill end
  ), '[]')
  from jsonb_array_elements(skills) as skill
);

-- Skills wished for besides the required one, as names; those waited for in vain move to `dropped_skills`.
alter table tickets add column optional_skills jsonb not null default '[]';
alter table tickets add column dropped_skills jsonb not null default '[]';
-- What the ticket is about, for predicting how long somebody takes for its kind.
alter table tickets add column intent text;

-- The queue: since when the ticket waits for somebody to be chosen; null while it does not. Kept beside the
-- conversation's owner, which decides, so that the head of a long queue is found by an index.
alter table tickets add column queued_since timestamptz;
-- What the customer was last told in this wait: `queued <reason>`, `offered <agent id>`, or `accepted` once somebody
-- has taken it; null when nothing was told yet.
alter table tickets add column told text;
-- Who had it before this wait and lost the connection.
alter table tickets add column gone_agent_id uuid references agents (id);

update tickets t set
  queued_since = case when c.owner = 'queued' then coalesce(c.waiting_since, t.opened_at) end,
  told = case c.owner
    when 'queued' then (
      select 'queued ' || (e.data ->> 'reason') from events e
      where e.conversation_id = c.id and e.type = 'conversation.queued'
      order by e.version desc limit 1
    )
    when 'offered' then 'offered ' || c.agent_id
    else 'accepted'
  end
from conversations c where c.id = t.conversation_id and t.status = 'open';

-- Urgent first, then who has waited longest; the ticket's number decides between equals.
create index tickets_queue on tickets (
  required_skill, (array_position(array['urgent', 'high', 'normal', 'low'], priority)), queued_since, number
) where queued_since is not null;
create index tickets_untold on tickets (
  (array_position(array['urgent', 'high', 'normal', 'low'], priority)), queued_since, number
) where queued_since is not null and not (told is not null and told like 'queued %');
create index tickets_wishing on tickets (queued_since) where queued_since is not null and optional_skills <> '[]';

-- A choice among many keeps the best by name and counts the rest by the reason they were not chosen.
alter table assignments add column others jsonb not null default '[]';
create index assignments_ticket on assignments (ticket_id, ended_at);
create index assignments_given_back on assignments (ended_at) where outcome in ('declined', 'transferred');
create index assignments_done on assignments (ended_at) where outcome = 'resolved' and accepted_at is not null;

-- Why somebody is away, as they chose it; null while they are online or when they did not say.
alter table agents add column away_reason text;

-- What customers were told about their wait, and how long they then waited; null while that is not known.
create table wait_estimates (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets (id) on delete cascade,
  skill text not null,
  position integer not null,
  -- What the queue alone says, before it is scaled by how such estimates came out.
  raw_ms integer not null,
  median_ms integer not null,
  -- Nine of ten waits should end within it.
  bound_ms integer not null,
  made_at timestamptz not null,
  waited_ms integer
);
create index wait_estimates_open on wait_estimates (ticket_id) where waited_ms is null;
create index wait_estimates_scored on wait_estimates (made_at) where waited_ms is not null;
