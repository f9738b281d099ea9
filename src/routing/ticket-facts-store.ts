import type { Queryable } from '../domain/index.ts'

export type How = 'declined' | 'not_accepted_in_time' | 'transferred'

/** By ticket, then by agent: who gave it back last, and how. */
export async function listDeclines(
  db: Queryable,
  ticketIds: readonly string[],
): Promise<Map<string, Map<string, { at: Date; how: How }>>> {
  const rows = await db.queryPlanned<{ ticket_id: string; agent_id: string; ended_at: Date; outcome: How }>(
    `select distinct on (ticket_id, agent_id) ticket_id, agent_id, ended_at, outcome
     from assignments
     where ticket_id = any($1::uuid[]) and outcome in ('declined', 'not_accepted_in_time', 'transferred')
     order by ticket_id, agent_id, ended_at desc`,
    [ticketIds],
  )
  const byTicket = new Map<string, Map<string, { at: Date; how: How }>>()
  for (const row of rows) {
    const byAgent = byTicket.get(row.ticket_id) ?? new Map()
    byAgent.set(row.agent_id, { at: row.ended_at, how: row.outcome })
    byTicket.set(row.ticket_id, byAgent)
  }
  return byTicket
}

/** By conversation: agents who wrote to its customer, in it or before. */
export async function listFamiliarAgents(
  db: Queryable,
  conversationIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await db.queryPlanned<{ conversation_id: string; agent_id: string }>(
    `select distinct c.id as conversation_id, m.agent_id
     from conversations c
     join conversations earlier on earlier.customer_id = c.customer_id
     join messages m on m.conversation_id = earlier.id
     where c.id = any($1::uuid[]) and m.author = 'agent' and m.kind = 'public' and m.agent_id is not null`,
    [conversationIds],
  )
  const byConversation = new Map<string, Set<string>>()
  for (const row of rows) {
    byConversation.set(row.conversation_id, (byConversation.get(row.conversation_id) ?? new Set()).add(row.agent_id))
  }
  return byConversation
}
