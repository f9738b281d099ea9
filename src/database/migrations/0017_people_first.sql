-- Whom people serve or are to serve, for the inbox: among any number of conversations with the assistant.
create index conversations_with_people on conversations (owner, agent_id) where owner in ('queued', 'offered', 'agent');
-- The assistant's: the latest for the inbox, the most silent for those that end by themselves.
create index conversations_with_assistant on conversations (updated_at) where owner = 'assistant';
-- How the conversation stood when it was merged, to put it back there: owner, agentId, waitingSince. Null for merges before.
alter table merges add column stood jsonb;
-- Who else is known by an address, for earlier tickets and for merges.
create index customers_email on customers (email) where email is not null;
create index verified_identities_email on verified_identities (email);

-- Tickets of two customers of whom nothing but a typed address is the same are not offered for merging any more.
update related_tickets r set
  kind = 'related', reasons = '["the same e-mail address, not verified"]'::jsonb || r.reasons
from tickets a, conversations ca, tickets b, conversations cb
where r.kind = 'duplicate' and a.id = r.ticket_id and ca.id = a.conversation_id
  and b.id = r.other_id and cb.id = b.conversation_id and ca.customer_id <> cb.customer_id
  and not exists (
    select 1 from verified_identities va join verified_identities vb on vb.email = va.email
    where va.customer_id = ca.customer_id and vb.customer_id = cb.customer_id
      and va.valid_until > now() and vb.valid_until > now()
  );
