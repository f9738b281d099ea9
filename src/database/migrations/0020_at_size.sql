-- What was decided on a message, beside the decision itself: reports count by it without reading what is ten times as large.
alter table messages
  add column decision_kind text generated always as (decision ->> 'kind') stored,
  add column decision_reason text generated always as (decision ->> 'reason') stored;
-- All that reports count of customers' messages, so that they need not read the messages.
drop index messages_customer_time;
create index messages_of_customers on messages (created_at)
  include (conversation_id, seq, sentiment, corrected_sentiment, sentiment_score, decision_kind, decision_reason)
  where author = 'customer';
-- Where agents spoke: for first replies, and for conversations in which none did.
create index messages_of_agents on messages (conversation_id, created_at) where author = 'agent' and kind = 'public';
-- Who was ever escalated.
create index events_escalated on events (conversation_id) where type = 'conversation.escalated';
-- What a search for a word looks at of tickets, which are large.
create index tickets_found on tickets (conversation_id) include (number, priority, required_skill);
