import { randomUUID } from 'node:crypto'
import type { Queryable } from '../domain/index.ts'

/** Something an agent is to know of a conversation. */
export interface Notice {
  id: string
  conversationId: string
  text: string
  createdAt: Date
}

/** More than these nobody reads; the oldest are the first to be seen. */
const MOST_SHOWN = 50

export async function addNotices(
  db: Queryable,
  notice: { agentIds: readonly string[]; conversationId: string; text: string },
): Promise<void> {
  for (const agentId of notice.agentIds) {
    await db.query('insert into notices (id, agent_id, conversation_id, text) values ($1, $2, $3, $4)', [
      randomUUID(),
      agentId,
      notice.conversationId,
      notice.text,
    ])
  }
}

/** What the agent has not seen yet, oldest first. */
export async function listNotices(db: Queryable, agentId: string): Promise<Notice[]> {
  const rows = await db.query<{ id: string; conversation_id: string; text: string; created_at: Date }>(
    `select id, conversation_id, text, created_at from notices
     where agent_id = $1 and seen_at is null order by created_at limit $2`,
    [agentId, MOST_SHOWN],
  )
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    text: row.text,
    createdAt: row.created_at,
  }))
}

/** Marks one of the agent's own as seen; seeing it again changes nothing. */
export async function seeNotice(db: Queryable, agentId: string, id: string): Promise<void> {
  await db.query('update notices set seen_at = coalesce(seen_at, now()) where id = $1 and agent_id = $2', [id, agentId])
}

/** Marks all of the agent's own until then as seen; times of notices are told in milliseconds. */
export async function seeNotices(db: Queryable, agentId: string, until: Date): Promise<void> {
  await db.query(
    `update notices set seen_at = now()
     where agent_id = $1 and seen_at is null and date_trunc('milliseconds', created_at) <= $2`,
    [agentId, until],
  )
}
