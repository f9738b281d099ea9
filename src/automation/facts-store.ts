import type {
  Decision,
  EventType,
  Facts,
  Owner,
  Queryable,
  TagOnConversation,
  TicketState,
  Understanding,
} from '../domain/index.ts'
import type { StoredEvent } from './occurrences.ts'

/** What an event is asked about: the conversation it happened in, and when. */
type Asked = Pick<StoredEvent, 'conversationId' | 'type' | 'data' | 'actor' | 'at'>

interface FactsRow {
  customer_id: string
  owner: Owner
  last_move: string | null
  channel: string | null
  language: string | null
  tags: TagOnConversation[] | null
  rating: number | null
  customer_messages: number
  age_hours: number
  waiting_minutes: number | null
  ticket_state: TicketState | null
  priority: string | null
  required_skill: string | null
  customer_name: string | null
  email: string | null
  is_verified: boolean
  conversations: number
  text: string | null
  intent: string | null
  sentiment: string | null
  sentiment_score: number | null
  frustration: number | null
  frustration_before: number | null
  predicted_rating: number | null
  understanding: Understanding | null
  decision: Decision | null
}

export interface LoadedFacts {
  customerId: string
  facts: Facts
}

/**
 * The facts at each of these events, in their order; null where the conversation is gone. With `then`, as they were when
 * it happened, as far as that is stored: fields marked `today` in the catalogue are today's all the same.
 */
export async function loadFacts(
  db: Queryable,
  events: readonly Asked[],
  when: 'now' | 'then',
): Promise<(LoadedFacts | null)[]> {
  const rows = await db.query<FactsRow & { place: number }>(when === 'then' ? FACTS_THEN : FACTS_NOW, [
    events.map(({ conversationId }) => conversationId),
    events.map(({ data }) => (typeof data.messageId === 'string' ? data.messageId : null)),
    events.map(({ at }) => at),
    events.map(({ type }) => IS_ABOUT_AN_END.has(type)),
  ])
  const byPlace = new Map(rows.map((row) => [row.place - 1, row]))
  return events.map((event, place) => {
    const row = byPlace.get(place)
    return row ? { customerId: row.customer_id, facts: { ...toFacts(row, when), ...factsOfEvent(event, row) } } : null
  })
}

/** Events that speak of the ticket that has just ended. */
const IS_ABOUT_AN_END: ReadonlySet<string> = new Set<EventType>(['conversation.resolved', 'conversation.rated'])

/** What the conversation was to its owner's table after each kind of event. */
const OWNER_AFTER: Record<string, Owner> = {
  'conversation.started': 'assistant',
  'conversation.escalated': 'queued',
  'conversation.queued': 'queued',
  'conversation.offered': 'offered',
  'conversation.accepted': 'agent',
  'conversation.declined': 'queued',
  'conversation.returned': 'assistant',
  'conversation.resolved': 'resolved',
  'conversation.reopened': 'assistant',
}

function toFacts(row: FactsRow, when: 'now' | 'then'): Facts {
  const { understanding, decision } = row
  const intent = row.intent ?? (understanding?.outOfScope ? null : (understanding?.intents[0]?.name ?? null))
  const moved = row.last_move === null ? undefined : OWNER_AFTER[row.last_move]
  return {
    'conversation.owner': when === 'then' ? (moved ?? row.owner) : row.owner,
    'conversation.channel': row.channel,
    'conversation.language': row.language,
    'conversation.tags': (row.tags ?? []).map(({ tag }) => tag),
    'conversation.frustration': row.frustration ?? 0,
    'conversation.predictedRating': row.predicted_rating,
    'conversation.rating': row.rating,
    'conversation.customerMessages': row.customer_messages,
    'conversation.ageHours': row.age_hours,
    'conversation.waitingMinutes': row.waiting_minutes,
    'ticket.open': row.priority !== null,
    'ticket.state': row.ticket_state,
    'ticket.priority': row.priority,
    'ticket.skill': row.required_skill,
    'customer.name': row.customer_name,
    'customer.email': row.email,
    'customer.verified': row.is_verified,
    'customer.conversations': row.conversations,
    'message.text': row.text,
    'understanding.intent': intent,
    'understanding.intentProbability': understanding?.intents[0]?.probability ?? null,
    'understanding.sentiment': row.sentiment,
    'understanding.sentimentScore': row.sentiment_score,
    'understanding.emotion': understanding?.emotions[0]?.name ?? null,
    'understanding.urgency': understanding?.urgency ?? null,
    'understanding.language': understanding?.language.code ?? null,
    'decision.kind': decision?.kind ?? null,
    'decision.reason': decision?.reason ?? null,
  }
}

function factsOfEvent({ data, actor }: Asked, row: FactsRow): Facts {
  const names = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])
  return {
    'event.by': actor,
    'event.to': typeof data.to === 'string' ? data.to : null,
    'event.tags': [...names(data.added), ...names(data.removed)],
    // Not in the catalogue: what `frustration_crossed` compares with.
    'event.frustrationBefore': row.frustration_before,
  }
}

const TAGS_NOW = `select jsonb_agg(jsonb_build_object('tag', ct.tag)) as tags
  from conversation_tags ct where ct.conversation_id = c.id`
const TAGS_THEN = `select (
    select e.data -> 'tags' from events e
    where e.conversation_id = c.id and e.type = 'tags.changed' and e.at <= asked.at
    order by e.version desc, e.ordinal desc limit 1
  ) as tags`
const RATING_THEN = `(
    select (e.data ->> 'rating')::int from events e
    where e.conversation_id = c.id and e.type = 'conversation.rated' and e.at <= asked.at
    order by e.version desc, e.ordinal desc limit 1
  )`
const TICKET_STATE_NOW = `(
    select status from tickets where conversation_id = c.id order by number desc limit 1
  )`
/** Tickets that ended before their moves were told know only when. */
const TICKET_STATE_THEN = `(
    select coalesce(
      (
        select e.data ->> 'to' from events e
        where e.conversation_id = c.id and e.type = 'ticket.state_changed' and e.data ->> 'ticketId' = last.id::text
          and e.at <= asked.at
        order by e.version desc, e.ordinal desc limit 1
      ),
      case when last.resolved_at <= asked.at then 'resolved' else 'open' end
    )
    from tickets last where last.conversation_id = c.id and last.opened_at <= asked.at
    order by last.number desc limit 1
  )`
const LAST_MOVE_THEN = `(
    select e.type from events e
    where e.conversation_id = c.id and e.at <= asked.at
      and e.type = any('{${Object.keys(OWNER_AFTER).join(',')}}'::text[])
    order by e.version desc, e.ordinal desc limit 1
  )`

const factsQuery = (when: 'now' | 'then') => {
  const until = when === 'then' ? 'asked.at' : `'infinity'::timestamptz`
  const instant = when === 'then' ? 'asked.at' : 'now()'
  return `
  select asked.place::int as place, c.customer_id, c.owner, ch.channel, c.language, tags.tags,
    ${when === 'then' ? LAST_MOVE_THEN : 'null'} as last_move,
    ${when === 'then' ? RATING_THEN : 'c.rating'} as rating,
    (select count(*)::int from messages m
     where m.conversation_id = c.id and m.author = 'customer' and m.created_at <= ${until}) as customer_messages,
    (extract(epoch from ${instant} - c.created_at) / 3600)::float8 as age_hours,
    (extract(epoch from ${instant} - c.waiting_since) / 60)::float8 as waiting_minutes,
    ${when === 'then' ? TICKET_STATE_THEN : TICKET_STATE_NOW} as ticket_state, t.priority, t.required_skill, cu.name as customer_name, cu.email,
    exists (select 1 from verified_identities vi where vi.customer_id = cu.id and vi.valid_until > now()) as is_verified,
    (select count(*)::int from conversations other
     where other.customer_id = cu.id and other.created_at <= ${until}) as conversations,
    said.text, coalesce(said.corrected_intent, said.intent) as intent,
    coalesce(said.corrected_sentiment, said.sentiment) as sentiment, said.sentiment_score::float8 as sentiment_score,
    said.frustration::float8 as frustration, said.predicted_rating::float8 as predicted_rating,
    said.understanding, said.decision,
    (select m.frustration::float8 from messages m
     where m.conversation_id = c.id and m.author = 'customer' and m.seq < said.seq and m.frustration is not null
     order by m.seq desc limit 1) as frustration_before
  from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::boolean[]) with ordinality
    as asked (conversation_id, message_id, at, is_about_end, place)
  join conversations c on c.id = asked.conversation_id
  join customers cu on cu.id = c.customer_id
  left join channel_conversations ch on ch.conversation_id = c.id
  cross join lateral (${when === 'then' ? TAGS_THEN : TAGS_NOW}) tags
  left join lateral (
    select * from tickets
    where conversation_id = c.id and opened_at <= ${until} and (
      resolved_at is null or resolved_at > ${instant} or asked.is_about_end and not exists (
        select 1 from events e
        where e.conversation_id = c.id and e.type = 'conversation.reopened' and e.at > tickets.resolved_at
          and e.at <= asked.at
      )
    )
    order by opened_at desc limit 1
  ) t on true
  left join lateral (
    select * from messages m
    where m.conversation_id = c.id and m.author = 'customer' and m.kind = 'public'
      and (m.id = asked.message_id or m.created_at <= ${until})
    order by (m.id = asked.message_id) desc nulls last, m.seq desc limit 1
  ) said on true`
}
const FACTS_NOW = factsQuery('now')
const FACTS_THEN = factsQuery('then')
