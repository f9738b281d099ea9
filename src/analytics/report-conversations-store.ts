import type { Queryable } from '../domain/index.ts'
import {
  CUSTOMER_MESSAGE_IN_RANGE,
  ESCALATED_IN_RANGE,
  RATED_IN_RANGE,
  resolvedByAssistant,
  SENTIMENT,
  STARTED_IN_RANGE,
} from './definitions-store.ts'
import type { ReportConversationsQuery } from './report-queries.ts'
import { checkRange } from './time-buckets.ts'

const LIMIT = 200

/**
 * The conversations behind a figure of the report: how many, and the ids of the 200 changed last, newest first. Without
 * a filter, those started in the range. Throws `invalid-request` for an empty range or an unknown zone.
 */
export async function reportConversationIds(
  db: Queryable,
  query: ReportConversationsQuery,
  now: Date = new Date(),
): Promise<{ total: number; ids: string[] }> {
  checkRange({ ...query, timeZone: query.timeZone ?? 'UTC' })
  const parameters: unknown[] = [query.from, query.to]
  const bind = (value: unknown) => `$${parameters.push(value)}`
  const conditions = [
    ...conversationConditions(query, bind),
    ...messageConditions(query, bind),
    ...decisionConditions(query, bind),
    ...(query.resolvedByAssistant ? [resolvedByAssistant(bind(now))] : []),
  ]
  const isUnfiltered = conditions.length === 0
  if (isUnfiltered || query.tag !== undefined || query.owner !== undefined) conditions.push(STARTED_IN_RANGE)

  const rows = await db.query<{ id: string; total: number }>(
    // All are found before the newest are taken: walking from the newest on, the planner asked everything of each anew.
    `with found as materialized (
       select c.id, c.updated_at from conversations c
       where ${conditions.map((condition) => `(${condition})`).join(' and ')}
     )
     select id, (select count(*)::int from found) as total from found order by updated_at desc, id limit ${LIMIT}`,
    parameters,
  )
  return { total: rows[0]?.total ?? 0, ids: rows.map((row) => row.id) }
}

type Bind = (value: unknown) => string

function conversationConditions({ tag, owner, rating }: ReportConversationsQuery, bind: Bind): string[] {
  const conditions: string[] = []
  if (tag !== undefined) {
    conditions.push(`c.id in (select t.conversation_id from conversation_tags t where t.tag = ${bind(tag)})`)
  }
  if (owner !== undefined) conditions.push(`c.owner = ${bind(owner)}`)
  if (rating !== undefined) conditions.push(`${RATED_IN_RANGE} and c.rating = ${bind(rating)}`)
  return conditions
}

/** One message must meet them all. */
function messageConditions(query: ReportConversationsQuery, bind: Bind): string[] {
  const { sentiment, weekday, hour, wrote } = query
  const conditions: string[] = []
  if (sentiment !== undefined) conditions.push(`${SENTIMENT} = ${bind(sentiment)}`)
  if (weekday !== undefined || hour !== undefined) {
    const local = `m.created_at at time zone ${bind(query.timeZone ?? 'UTC')}::text`
    if (weekday !== undefined) conditions.push(`extract(isodow from ${local})::int = ${bind(weekday)}`)
    if (hour !== undefined) conditions.push(`extract(hour from ${local})::int = ${bind(hour)}`)
  }
  if (conditions.length === 0 && !wrote) return []
  const all = [CUSTOMER_MESSAGE_IN_RANGE, ...conditions].join(' and ')
  return [`c.id in (select m.conversation_id from messages m where ${all})`]
}

/**
 * An escalation is counted by its own event and not by the turn's, which was written an instant before: at the edge of
 * the range the two could fall on different sides.
 */
function decisionConditions({ decision, reason }: ReportConversationsQuery, bind: Bind): string[] {
  if (decision === undefined && reason === undefined) return []
  const because = reason === undefined ? '' : ` and e.data ->> 'reason' = ${bind(reason)}`
  const escalated = `${ESCALATED_IN_RANGE}${because}`
  const decided = `e.type = 'turn.decided' and e.at >= $1 and e.at < $2${because}`
  const events =
    decision === 'escalate'
      ? escalated
      : decision === undefined
        ? `(${escalated}) or (${decided} and e.data ->> 'decision' <> 'escalate')`
        : `${decided} and e.data ->> 'decision' = ${bind(decision)}`
  return [`c.id in (select e.conversation_id from events e where ${events})`]
}
