import type { EventType, Facts, Owner, Queryable, TicketState } from '../domain/index.ts'
import type { StoredEvent } from './occurrences.ts'

/** What an event is asked about: the conversation it happened in, and when. */
export type Asked = Pick<StoredEvent, 'conversationId' | 'type' | 'data' | 'actor' | 'at'>

/** What facts are made of, at one event. */
export interface FactsRow extends Partial<SaidRow> {
  customer_id: string
  owner: Owner
  channel: string | null
  language: string | null
  tags: string[] | null
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
  frustration_before: number | null
}

/** A customer's message as conditions ask about it: of what the models said just these parts, for the whole is large. */
export interface SaidRow {
  text: string | null
  intent: string | null
  intent_probability: number | null
  sentiment: string | null
  sentiment_score: number | null
  frustration: number | null
  predicted_rating: number | null
  emotion: string | null
  urgency: number | null
  message_language: string | null
  decision_kind: string | null
  decision_reason: string | null
}

/** The columns of a `SaidRow`, of a message `m`; an agent's correction stands above the model's word. */
export const SAID_COLUMNS = `m.text,
    coalesce(m.corrected_intent, m.intent, case
      when m.understanding -> 'outOfScope' is distinct from 'true' then m.understanding #>> '{intents,0,name}'
    end) as intent,
    (m.understanding #>> '{intents,0,probability}')::float8 as intent_probability,
    coalesce(m.corrected_sentiment, m.sentiment) as sentiment, m.sentiment_score::float8 as sentiment_score,
    m.frustration::float8 as frustration, m.predicted_rating::float8 as predicted_rating,
    m.understanding #>> '{emotions,0,name}' as emotion, (m.understanding ->> 'urgency')::float8 as urgency,
    m.understanding #>> '{language,code}' as message_language,
    m.decision ->> 'kind' as decision_kind, m.decision ->> 'reason' as decision_reason`

export interface LoadedFacts {
  customerId: string
  facts: Facts
}

/** The facts as they are now, as each of these events sees them, in their order; null where the conversation is gone. */
export async function loadFacts(db: Queryable, events: readonly Asked[]): Promise<(LoadedFacts | null)[]> {
  const rows = await db.query<FactsRow & { place: number }>(FACTS, [
    events.map(({ conversationId }) => conversationId),
    events.map(messageOf),
    events.map(({ at }) => at),
    events.map(({ type }) => IS_ABOUT_AN_END.has(type)),
  ])
  const byPlace = new Map(rows.map((row) => [row.place - 1, row]))
  return events.map((event, place) => {
    const row = byPlace.get(place)
    return row ? factsFrom(row, event) : null
  })
}

export const factsFrom = (row: FactsRow, event: Asked): LoadedFacts => ({
  customerId: row.customer_id,
  facts: { ...toFacts(row), ...factsOfEvent(event, row) },
})

/** The message an event is about; null for most events. */
export const messageOf = ({ data }: Pick<Asked, 'data'>): string | null =>
  typeof data.messageId === 'string' ? data.messageId : null

/** Events that speak of the ticket that has just ended. */
export const IS_ABOUT_AN_END: ReadonlySet<string> = new Set<EventType>(['conversation.resolved', 'conversation.rated'])

function toFacts(row: FactsRow): Facts {
  return {
    'conversation.owner': row.owner,
    'conversation.channel': row.channel,
    'conversation.language': row.language,
    'conversation.tags': row.tags ?? [],
    'conversation.frustration': row.frustration ?? 0,
    'conversation.predictedRating': row.predicted_rating ?? null,
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
    'message.text': row.text ?? null,
    'understanding.intent': row.intent ?? null,
    'understanding.intentProbability': row.intent_probability ?? null,
    'understanding.sentiment': row.sentiment ?? null,
    'understanding.sentimentScore': row.sentiment_score ?? null,
    'understanding.emotion': row.emotion ?? null,
    'understanding.urgency': row.urgency ?? null,
    'understanding.language': row.message_language ?? null,
    'decision.kind': row.decision_kind ?? null,
    'decision.reason': row.decision_reason ?? null,
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

const FACTS = `
  select asked.place::int as place, c.customer_id, c.owner, ch.channel, c.language, c.rating,
    (select jsonb_agg(ct.tag) from conversation_tags ct where ct.conversation_id = c.id) as tags,
    (select count(*)::int from messages m where m.conversation_id = c.id and m.author = 'customer') as customer_messages,
    (extract(epoch from now() - c.created_at) / 3600)::float8 as age_hours,
    (extract(epoch from now() - c.waiting_since) / 60)::float8 as waiting_minutes,
    (select status from tickets where conversation_id = c.id order by number desc limit 1) as ticket_state,
    t.priority, t.required_skill, cu.name as customer_name, cu.email,
    exists (select 1 from verified_identities vi where vi.customer_id = cu.id and vi.valid_until > now()) as is_verified,
    (select count(*)::int from conversations other where other.customer_id = cu.id) as conversations,
    said.*,
    (select m.frustration::float8 from messages m
     where m.conversation_id = c.id and m.author = 'customer' and m.seq < said.seq and m.frustration is not null
     order by m.seq desc limit 1) as frustration_before
  from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::boolean[]) with ordinality
    as asked (conversation_id, message_id, at, is_about_end, place)
  join conversations c on c.id = asked.conversation_id
  join customers cu on cu.id = c.customer_id
  left join channel_conversations ch on ch.conversation_id = c.id
  left join lateral (
    select * from tickets
    where conversation_id = c.id and (
      resolved_at is null or resolved_at > now() or asked.is_about_end and not exists (
        select 1 from events e
        where e.conversation_id = c.id and e.type = 'conversation.reopened' and e.at > tickets.resolved_at
          and e.at <= asked.at
      )
    )
    order by opened_at desc limit 1
  ) t on true
  left join lateral (
    select m.seq, ${SAID_COLUMNS} from messages m
    where m.conversation_id = c.id and m.author = 'customer' and m.kind = 'public'
    order by (m.id = asked.message_id) desc nulls last, m.seq desc limit 1
  ) said on true`
