import type { Priority, Queryable } from '../domain/index.ts'
import type { Rival } from './opportunity.ts'

/** More kinds than these are not compared with: the least urgent and latest are left out. */
const MOST_KINDS = 100

export interface WaitingRival extends Rival {
  conversationId: string
}

/**
 * The longest waiting of each kind of ticket, the most urgent first, those of the conversations `without` aside. One look at the whole queue for the
 * kinds, then each first by the index.
 */
export async function listRivals(db: Queryable, without: readonly string[]): Promise<WaitingRival[]> {
  const rows = await db.query<{
    conversation_id: string
    required_skill: string
    optional_skills: string[]
    language: string | null
    priority: Priority
    since: Date
    declined_by: string[]
  }>(
    `with kinds as (
       select required_skill, optional_skills, language, priority, min(queued_since) as since
       from tickets where queued_since is not null and conversation_id <> all($1::uuid[])
       group by 1, 2, 3, 4
       order by array_position(array['urgent', 'high', 'normal', 'low'], priority), since limit $2
     )
     select first.conversation_id, kinds.*, (
       select coalesce(jsonb_agg(distinct a.agent_id), '[]') from assignments a
       where a.ticket_id = first.id and a.outcome in ('declined', 'not_accepted_in_time', 'transferred')
     ) as declined_by
     from kinds cross join lateral (
       select t.id, t.conversation_id from tickets t
       where t.queued_since = kinds.since and t.required_skill = kinds.required_skill
         and array_position(array['urgent', 'high', 'normal', 'low'], t.priority)
           = array_position(array['urgent', 'high', 'normal', 'low'], kinds.priority)
         and t.optional_skills = kinds.optional_skills and t.language is not distinct from kinds.language
         and t.conversation_id <> all($1::uuid[])
       order by t.number limit 1
     ) as first`,
    [without, MOST_KINDS],
  )
  return rows.map((row) => ({
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
  }))
}
