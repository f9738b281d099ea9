import type { Priority, Queryable } from '../domain/index.ts'
import type { Rival } from './opportunity.ts'
import { type Servable, URGENCY } from './queue-store.ts'

/** More kinds than these are not compared with: the least urgent and latest are left out. */
const MOST_KINDS = 100
/** So many of each kind are read at first: mostly one place has become free. */
export const FEW_OF_EACH_KIND = 2
/** And so many from then on, since those offered leave the queue. */
export const MANY_OF_EACH_KIND = 8

/** As the index of the kinds has it. */
const LANGUAGE = `coalesce(t.language, '')`

export interface WaitingRival extends Rival {
  conversationId: string
}

/**
 * The kinds of `servable` tickets that wait, the most urgent and longest waiting first; of each the `ofEach` that
 * have waited longest. Those of the conversations `without` are left out. One look at all of them for the kinds, then by
 * the index.
 */
export async function listRivals(
  db: Queryable,
  servable: readonly Servable[],
  { without, ofEach }: { without: Iterable<string>; ofEach: number },
): Promise<WaitingRival[][]> {
  const rows = await db.queryPlanned<{
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
       select k.*, (row_number() over (order by k.urgency, k.since))::int as kind
       from jsonb_to_recordset($4::jsonb) as s (skill text, unspoken text[])
       cross join lateral (
         select t.required_skill, ${URGENCY} as urgency, t.optional_skills, ${LANGUAGE} as language,
           min(t.queued_since) as since, min(t.priority) as priority
         from tickets t
         where t.queued_since is not null and t.required_skill = s.skill
           and (t.language is null or t.language <> all(s.unspoken)) and t.conversation_id <> all($1::uuid[])
         group by 1, 2, 3, 4
       ) as k
       order by kind limit $2
     )
     select k.kind, k.required_skill, k.optional_skills, nullif(k.language, '') as language, k.priority,
       first.conversation_id, first.since, (
         select coalesce(jsonb_agg(distinct a.agent_id), '[]') from assignments a
         where a.ticket_id = first.id and a.outcome in ('declined', 'not_accepted_in_time', 'transferred')
       ) as declined_by
     from kinds k cross join lateral (
       select t.id, t.conversation_id, t.queued_since as since, t.number from tickets t
       where t.queued_since is not null and t.required_skill = k.required_skill and ${URGENCY} = k.urgency
         and t.optional_skills = k.optional_skills and ${LANGUAGE} = k.language and t.conversation_id <> all($1::uuid[])
       order by t.queued_since, t.number limit $3
     ) as first
     order by k.kind, first.since, first.number`,
    [[...without], MOST_KINDS, ofEach, JSON.stringify(servable)],
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
