import type { NewEvent, Owner, Tx } from '../domain/index.ts'
import { checkTransition } from './transitions.ts'

/** One conversation's change of owner by the system, with the event that tells of it. */
export interface Move {
  conversationId: string
  from: Owner
  owner: Owner
  /** The agent it is offered to; null otherwise. */
  agentId: string | null
  event: NewEvent
  /** What the customer is told with it; null for nothing. */
  text: string | null
}

/**
 * Locks those of the conversations that nobody else holds, without waiting, and returns their owners. One that is
 * missing in the answer is being changed by somebody else at this moment.
 */
export async function lockFree(tx: Tx, ids: readonly string[]): Promise<Map<string, Owner>> {
  const rows = await tx.queryPlanned<{ id: string; owner: Owner }>(
    'select id, owner from conversations where id = any($1::uuid[]) order by id for no key update skip locked',
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row.owner]))
}

/**
 * Moves many conversations in one statement: each that is still `from`'s takes the next version and writes its event,
 * and, where the customer is told something, one more version with the message. The caller holds the row locks. Returns
 * the ids of those that moved. Throws `conflict` when the ownership table does not allow a move.
 */
export async function moveConversations(tx: Tx, moves: readonly Move[]): Promise<Set<string>> {
  if (moves.length === 0) return new Set()
  for (const { from, owner } of moves) checkTransition(from, owner)
  const rows = await tx.queryPlanned<{ conversation_id: string }>(
    `with asked as (
       select * from jsonb_to_recordset($1::jsonb) as m (
         nth int, id uuid, was text, owner text, agent_id uuid, type text, data jsonb, actor_kind text, actor_id text, text text
       )
     ), moved as (
       update conversations c set
         version = c.version + case when m.text is null then 1 else 2 end,
         last_seq = c.last_seq + case when m.text is null then 0 else 1 end,
         owner = m.owner,
         agent_id = m.agent_id,
         ownership_version = c.ownership_version
           + case when c.owner <> m.owner or c.agent_id is distinct from m.agent_id then 1 else 0 end,
         updated_at = now()
       from asked m
       where c.id = m.id and c.owner = m.was
       returning c.id, c.version, c.last_seq, m.nth, m.type, m.data, m.actor_kind, m.actor_id, m.text
     ), told as (
       insert into messages (id, conversation_id, seq, kind, author, text, version, created_at)
       select gen_random_uuid(), id, last_seq, 'public', 'system', text, version, clock_timestamp()
       from moved where text is not null
       returning id, conversation_id, seq, version
     ), facts as (
       select id as conversation_id, case when text is null then version else version - 1 end as version, nth,
         0 as part, type, data, actor_kind, actor_id
       from moved
       union all
       select told.conversation_id, told.version, moved.nth, 1, 'message.posted',
         jsonb_build_object('messageId', told.id, 'seq', told.seq, 'author', 'system'), 'system', null
       from told join moved on moved.id = told.conversation_id
     )
     insert into events (id, conversation_id, version, type, data, actor_kind, actor_id, at)
     select gen_random_uuid(), conversation_id, version, type, data, actor_kind, actor_id, clock_timestamp()
     from facts order by nth, part
     returning conversation_id`,
    [
      JSON.stringify(
        moves.map(({ conversationId, from, owner, agentId, event, text }, nth) => ({
          nth,
          id: conversationId,
          was: from,
          owner,
          agent_id: agentId,
          type: event.type,
          data: event.data,
          actor_kind: event.actor.kind,
          actor_id: event.actor.id,
          text,
        })),
      ),
    ],
  )
  return new Set(rows.map((row) => row.conversation_id))
}
