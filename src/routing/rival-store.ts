import type { Priority, Queryable } from '../domain/index.ts'
import type { Rival } from './opportunity.ts'

/** More kinds than these are not compared with: the least urgent and latest are left out. */
const MOST_KINDS = 100
/** So many of each kind are read at once, since those offered leave the queue. */
export const OF_EACH_KIND = 8

export interface WaitingRival extends Rival {
  conversationId: string
}

/**
 * The kinds of tickets that wait, the most urgent and longest waiting first; of each the `OF_EACH_KIND` that have waited
 * longest. Those of the conversations `without` are left out. One look at the whole queue for the kinds, then by the index.
 */
export async function listRivals(db: Queryable, without: Iterable<string>): Promise<WaitingRival[][]> {
  const rows = await db.query<{
    kind: number
    conversation_id: string
    required_skill: string
    optional_skills: string[]
    language: string | null
    priority: Priority
    since: Date
    declined_by: string[]
  }>(
    `with kinds as (
       select required_skill, optional_skills, language, priority, min(queued_since) as since, count(*) as count,
         (row_number() over (
           order by array_position(array['urgent', 'high', 'normal', 'low'], priority), min(queued_since)
         ))::int as kind
       from tickets where queued_since is not null and conversation_id <> all($1::uuid[])
       group by 1, 2, 3, 4
       order by kind limit $2
     )
     select k.kind, k.required_skill, k.optional_skills, k.language, k.priority, first.conversation_id, first.since, (
       select coalesce(jsonb_agg(distinct a.agent_id), '[]') from assignments a
       where a.ticket_id = first.id and a.outcome in ('declined', 'not_accepted_in_time', 'transferred')
     ) as declined_by
     from kinds k cross join lateral (
       select t.id, t.conversation_id, t.queued_since as since, t.number from tickets t
       where t.queued_since >= k.since and t.required_skill = k.required_skill
         and array_position(array['urgent', 'high', 'normal', 'low'], t.priority)
           = array_position(array['urgent', 'high', 'normal', 'low'], k.priority)
         and t.optional_skills = k.optional_skills and t.language is not distinct from k.language
         and t.conversation_id <> all($1::uuid[])
       order by t.queued_since, t.number limit least(k.count, $3)
     ) as first
     order by k.kind, first.since, first.number`,
    [[...without], MOST_KINDS, OF_EACH_KIND],
  )
  const kinds: WaitingRival[][] = []
  for (const row of rows) {
    const rival = {
      conversationId: row.conversation_id,
      need: {
        requiredSkills: [row.required_skill],
        optionalSkills: row.optional_skills,
        language: row.language,
        priority: row.priority,
        intent: null,
      },
      waitingSince: row.since,
      declinedBy: row.declined_by,
    }
    const kind = kinds[row.kind - 1]
    if (kind) kind.push(rival)
    else kinds.push([rival])
  }
  return kinds
}
