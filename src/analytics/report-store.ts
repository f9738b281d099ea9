import { type OverviewReport, type Queryable, SENTIMENTS, type Sentiment } from '../domain/index.ts'
import {
  bucketOf,
  CUSTOMER_MESSAGE_IN_RANGE,
  ESCALATED_IN_RANGE,
  RATED_IN_RANGE,
  resolvedByAssistant,
  SCORE,
  SENTIMENT,
  STARTED_IN_RANGE,
} from './definitions-store.ts'
import type { OverviewQuery } from './report-queries.ts'
import { tagFigures } from './tag-figures-store.ts'
import { bucketStarts, unknownTimeZone } from './time-buckets.ts'
import { waitEstimateFigures } from './wait-estimates-store.ts'

/**
 * The leads' view of a range of time. Counted at `now`, which only `resolvedByAssistant` depends on: conversations in
 * which a customer wrote in the range, that no person had or was called to, whose last customer message was answered
 * (one of the answers from an article) and followed by ten quiet minutes.
 * `firstHumanReplySeconds` is over tickets opened in the range that an agent replied to before they were resolved.
 * Throws `invalid-request` for an empty range, an unknown zone or more than 1,000 buckets.
 */
export async function overviewReport(
  db: Queryable,
  query: OverviewQuery,
  now: Date = new Date(),
): Promise<OverviewReport> {
  const starts = bucketStarts(query)
  const range = [query.from, query.to] as const
  const bucketed = [...range, JSON.stringify(starts)] as const
  // Three at once: the database may have cores to spare, and others want its connections too.
  const [[started, said, ratings], [escalated, resolved, waits], [tags, replies, predicted]] = await Promise.all([
    inTurn(
      () => startedByBucket(db, bucketed),
      () => messagesByTime(db, bucketed, query.timeZone),
      () => ratingCounts(db, range),
    ),
    inTurn(
      () => escalations(db, bucketed),
      () => countResolvedByAssistant(db, range, now),
      () => waitEstimateFigures(db, range),
    ),
    inTurn(
      () => tagFigures(db, range, starts),
      () => firstHumanReplySeconds(db, range),
      () => predictedAgainstGiven(db, range),
    ),
  ])
  const { messages, hours } = said

  return {
    from: query.from.toISOString(),
    to: query.to.toISOString(),
    timeZone: query.timeZone,
    bucket: query.bucket,
    buckets: starts.map((start, index) => {
      const written = messages.filter((row) => row.bucket === index + 1)
      return {
        from: start.toISOString(),
        conversations: started.get(index + 1) ?? 0,
        customerMessages: sum(written, (row) => row.messages),
        sentiment: bySentiment(written),
        meanSentiment: meanScore(written),
        escalations: escalated.byBucket.get(index + 1) ?? 0,
      }
    }),
    totals: {
      conversations: sum([...started.values()], (count) => count),
      customerMessages: sum(messages, (row) => row.messages),
      escalated: escalated.total,
      resolvedByAssistant: resolved,
      firstHumanReplySeconds: replies,
      ratings: ratings.counts,
      meanRating: ratings.mean,
      predictedRating: predicted,
      waitEstimates: waits,
    },
    sentiment: bySentiment(messages),
    tags,
    escalationReasons: escalated.byReason,
    hours,
  }
}

type Range = readonly [Date, Date]
/** The range, and the first instants of its buckets as JSON. */
type Bucketed = readonly [Date, Date, string]

async function startedByBucket(db: Queryable, parameters: Bucketed): Promise<Map<number, number>> {
  const rows = await db.query<{ bucket: number; conversations: number }>(
    `select ${bucketOf('c.created_at')} as bucket, count(*)::int as conversations
     from conversations c where ${STARTED_IN_RANGE} group by bucket`,
    parameters,
  )
  return new Map(rows.map((row) => [row.bucket, row.conversations]))
}

/** One after the other, each with its own result. */
async function inTurn<A, B, C>(a: () => Promise<A>, b: () => Promise<B>, c: () => Promise<C>): Promise<[A, B, C]> {
  return [await a(), await b(), await c()]
}

interface MessagesRow {
  /** Null in a row of an hour of the week, which has those instead. */
  bucket: number | null
  weekday: number | null
  hour: number | null
  sentiment: Sentiment | null
  messages: number
  scored: number
  score: number | null
}

/** PostgreSQL reports a time zone it does not know so. */
const INVALID_PARAMETER_VALUE = '22023'

/**
 * The customers' messages by bucket and sentiment, and by hour of the week. Counted first by quarters of an hour, at which
 * buckets and the hours of all time zones begin: so it is quarters that are looked up in a calendar, and not messages.
 */
async function messagesByTime(db: Queryable, parameters: Bucketed, timeZone: string) {
  const rows = await db
    .query<MessagesRow>(
      `with quarters as (
         select greatest(date_bin('15 minutes', m.created_at, '2000-01-01T00:00:00Z'), $1) as at, ${SENTIMENT} as sentiment,
           count(*) as messages, count(${SCORE}) as scored, sum(${SCORE}) as score
         from messages m where ${CUSTOMER_MESSAGE_IN_RANGE} group by 1, 2
       ), placed as (
         select ${bucketOf('at')} as bucket, extract(isodow from at at time zone $4::text)::int as weekday,
           extract(hour from at at time zone $4::text)::int as hour, sentiment, messages, scored, score
         from quarters
       )
       select bucket, sentiment, weekday, hour, sum(messages)::int as messages, sum(scored)::int as scored, sum(score) as score
       from placed group by grouping sets ((bucket, sentiment), (weekday, hour))`,
      [...parameters, timeZone],
    )
    .catch((error: unknown) => {
      const isUnknownZone = error instanceof Error && 'code' in error && error.code === INVALID_PARAMETER_VALUE
      throw isUnknownZone ? unknownTimeZone(timeZone) : error
    })
  return { messages: rows.filter(({ bucket }) => bucket !== null), hours: hoursOfWeek(rows) }
}

function hoursOfWeek(rows: MessagesRow[]): OverviewReport['hours'] {
  const found = new Map(rows.map((row) => [`${row.weekday} ${row.hour}`, row]))
  return Array.from({ length: 7 * 24 }, (_, index) => {
    const weekday = Math.floor(index / 24) + 1
    const hour = index % 24
    const row = found.get(`${weekday} ${hour}`)
    return { weekday, hour, messages: row?.messages ?? 0, meanSentiment: row ? meanScore([row]) : null }
  })
}

async function escalations(db: Queryable, parameters: Bucketed) {
  const rows = await db.query<{ bucket: number | null; reason: string; is_total: boolean; conversations: number }>(
    `with escalated as (
       select e.conversation_id, e.data ->> 'reason' as reason, ${bucketOf('e.at')} as bucket
       from events e where ${ESCALATED_IN_RANGE}
     )
     select bucket, reason, grouping(bucket, reason) = 3 as is_total, count(distinct conversation_id)::int as conversations
     from escalated group by grouping sets ((bucket), (reason), ())
     order by conversations desc, reason`,
    parameters,
  )
  const byBucket = new Map<number, number>()
  const byReason: { reason: string; count: number }[] = []
  let total = 0
  for (const row of rows) {
    if (row.is_total) total = row.conversations
    else if (row.bucket !== null) byBucket.set(row.bucket, row.conversations)
    else byReason.push({ reason: row.reason, count: row.conversations })
  }
  return { byBucket, byReason, total }
}

async function countResolvedByAssistant(db: Queryable, range: Range, now: Date): Promise<number> {
  const [row] = await db.query<{ conversations: number }>(
    `select count(*)::int as conversations from conversations c where ${resolvedByAssistant('$3')}`,
    [...range, now],
  )
  return row?.conversations ?? 0
}

async function firstHumanReplySeconds(
  db: Queryable,
  range: Range,
): Promise<{ p50: number | null; p90: number | null }> {
  const [row] = await db.query<{ p50: number | null; p90: number | null }>(
    `with replied as (
       select extract(epoch from (
         select min(m.created_at) from messages m
         where m.conversation_id = t.conversation_id and m.author = 'agent' and m.kind = 'public'
           and m.created_at >= t.opened_at and (t.resolved_at is null or m.created_at <= t.resolved_at)
       ) - t.opened_at)::float8 as seconds
       from tickets t where t.opened_at >= $1 and t.opened_at < $2
     )
     select percentile_cont(0.5) within group (order by seconds) as p50,
       percentile_cont(0.9) within group (order by seconds) as p90
     from replied where seconds is not null`,
    range,
  )
  return row ?? { p50: null, p90: null }
}

async function ratingCounts(db: Queryable, range: Range) {
  const rows = await db.query<{ rating: 1 | 2 | 3 | 4 | 5; conversations: number }>(
    `select c.rating, count(*)::int as conversations from conversations c
     where ${RATED_IN_RANGE} and c.rating is not null group by c.rating`,
    range,
  )
  const counts = { '1': 0, '2': 0, '3': 0, '4': 0, '5': 0 }
  for (const row of rows) counts[row.rating] = row.conversations
  const rated = sum(rows, (row) => row.conversations)
  return { counts, mean: rated === 0 ? null : sum(rows, (row) => row.rating * row.conversations) / rated }
}

/** The prediction after the customer's last message before they rated; conversations without one are left out. */
async function predictedAgainstGiven(db: Queryable, range: Range) {
  const [row] = await db.query<OverviewReport['totals']['predictedRating']>(
    `select count(*)::int as conversations, avg(said.rating)::float8 as mean,
       avg(abs(said.rating - c.rating))::float8 as "meanError"
     from conversations c
     join lateral (
       select m.predicted_rating as rating from messages m
       where m.conversation_id = c.id and m.predicted_rating is not null and m.created_at <= c.rated_at
       order by m.seq desc limit 1
     ) said on true
     where ${RATED_IN_RANGE} and c.rating is not null`,
    range,
  )
  return row ?? { conversations: 0, mean: null, meanError: null }
}

function bySentiment(rows: MessagesRow[]): Record<Sentiment, number> {
  const count = (label: Sentiment) =>
    sum(
      rows.filter((row) => row.sentiment === label),
      (row) => row.messages,
    )
  // Every label is a key: they are made from the list of all of them.
  return Object.fromEntries(SENTIMENTS.map((label) => [label, count(label)])) as Record<Sentiment, number>
}

function meanScore(rows: MessagesRow[]): number | null {
  const scored = sum(rows, (row) => row.scored)
  return scored === 0 ? null : sum(rows, (row) => row.score ?? 0) / scored
}

const sum = <Item>(items: readonly Item[], value: (item: Item) => number) =>
  items.reduce((total, item) => total + value(item), 0)
