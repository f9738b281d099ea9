-- Without these the end of an offer read every assignment there ever was, and counting who has how much every ticket.
create index assignments_conversation on assignments (conversation_id);
create index tickets_snoozed on tickets (conversation_id) where status = 'snoozed';

-- What waits by kind, for who lets whom pass, without a look at every ticket there ever was.
create index tickets_kinds on tickets (
  required_skill, (array_position(array['urgent', 'high', 'normal', 'low'], priority)), optional_skills,
  (coalesce(language, '')), queued_since, number
) where queued_since is not null;
