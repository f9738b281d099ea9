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
