import type { Queryable } from '../domain/index.ts'

/** Tickets that were opened lately, of one kind. */
export interface Arrived {
  requiredSkill: string
  /** As they were asked for at first, whether or not they were dropped since. */
  optionalSkills: string[]
  language: string | null
  intent: string | null
  count: number
}

/** Of more than these only the newest are counted: what is wanted most stays so. */
const MOST_ARRIVED = 20_000

/** What was opened since `since`, by kind. */
export async function countArrived(db: Queryable, since: Date): Promise<Arrived[]> {
  const rows = await db.query<{
    required_skill: string
    optional_skills: string[]
    language: string | null
    intent: string | null
    count: number
  }>(
    `select required_skill, dropped_skills || optional_skills as optional_skills, language, intent, count(*)::int as count
     from (select * from tickets where opened_at > $1 order by opened_at desc limit $2) as newest
     group by 1, 2, 3, 4`,
    [since, MOST_ARRIVED],
  )
  return rows.map((row) => ({
    requiredSkill: row.required_skill,
    optionalSkills: row.optional_skills,
    language: row.language,
    intent: row.intent,
    count: row.count,
  }))
}
