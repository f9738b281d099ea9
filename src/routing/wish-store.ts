import type { Queryable, Tx } from '../domain/index.ts'

/** Conversations whose tickets have waited since before `since` with optional skills not dropped yet; the longest first. */
export async function listWishing(db: Queryable, since: Date, limit: number): Promise<string[]> {
  const rows = await db.query<{ conversation_id: string }>(
    `select conversation_id from tickets
     where queued_since is not null and optional_skills <> '[]' and queued_since <= $1
     order by queued_since limit $2`,
    [since, limit],
  )
  return rows.map((row) => row.conversation_id)
}

/** Marks the ticket's optional skills as dropped; null when it has not waited since before `since` or has none. */
export async function dropOptionalSkills(
  tx: Tx,
  conversationId: string,
  since: Date,
): Promise<{ ticketId: string; skills: string[] } | null> {
  const [row] = await tx.query<{ id: string; skills: string[] }>(
    `update tickets t
     set dropped_skills = t.dropped_skills || t.optional_skills, optional_skills = '[]'
     from tickets before
     where before.id = t.id and t.conversation_id = $1 and t.queued_since <= $2 and t.optional_skills <> '[]'
     returning t.id, before.optional_skills as skills`,
    [conversationId, since],
  )
  return row ? { ticketId: row.id, skills: row.skills } : null
}

/** Since when the ticket with optional skills has waited that began first after `after`; null when there is none. */
export async function firstWishing(db: Queryable, after: Date): Promise<Date | null> {
  const [row] = await db.queryPlanned<{ since: Date | null }>(
    `select min(queued_since) as since from tickets where queued_since > $1 and optional_skills <> '[]'`,
    [after],
  )
  return row?.since ?? null
}
