import type { OverviewReport, Queryable } from '../domain/index.ts'
import {
  bucketOf,
  CUSTOMER_MESSAGE_IN_RANGE,
  ESCALATED_IN_RANGE,
  SCORE,
  STARTED_IN_RANGE,
} from './definitions-store.ts'

interface TagRow {
  tag: string
  bucket: number
  conversations: number
  escalated: number
  scored: number
  score: number | null
}

/** By tag: conversations started in the range, and of these the escalations and the customers' mean score in it. */
export async function tagFigures(
  db: Queryable,
  range: readonly [Date, Date],
  bucketStarts: Date[],
): Promise<OverviewReport['tags']> {
  const rows = await db.query<TagRow>(
    `with said as (
       select m.conversation_id, count(${SCORE})::int as scored, sum(${SCORE}) as score
       from messages m where ${CUSTOMER_MESSAGE_IN_RANGE} group by m.conversation_id
     ), started as materialized (
       select c.id, ${bucketOf('c.created_at')} as bucket, said.scored, said.score,
         exists (select 1 from events e where e.conversation_id = c.id and ${ESCALATED_IN_RANGE}) as is_escalated
       from conversations c left join said on said.conversation_id = c.id
       where ${STARTED_IN_RANGE}
     )
     select t.tag, s.bucket, count(*)::int as conversations, (count(*) filter (where s.is_escalated))::int as escalated,
       coalesce(sum(s.scored), 0)::int as scored, sum(s.score) as score
     from started s join conversation_tags t on t.conversation_id = s.id
     group by t.tag, s.bucket`,
    [...range, JSON.stringify(bucketStarts)],
  )

  const tags = new Map<string, OverviewReport['tags'][number] & { scored: number; score: number }>()
  for (const row of rows) {
    const figures = tags.get(row.tag) ?? {
      tag: row.tag,
      conversations: 0,
      meanSentiment: null,
      escalated: 0,
      buckets: bucketStarts.map(() => 0),
      scored: 0,
      score: 0,
    }
    figures.conversations += row.conversations
    figures.escalated += row.escalated
    figures.buckets[row.bucket - 1] = row.conversations
    figures.scored += row.scored
    figures.score += row.score ?? 0
    tags.set(row.tag, figures)
  }
  return [...tags.values()]
    .map(({ scored, score, ...figures }) => ({ ...figures, meanSentiment: scored === 0 ? null : score / scored }))
    .sort((a, b) => b.conversations - a.conversations || (a.tag < b.tag ? -1 : 1))
}
