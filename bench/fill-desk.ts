import type { Database } from '../src/domain/index.ts'

export interface DeskSize {
  conversations: number
  /** The days before now over which they began. */
  days: number
  agents: number
  /** Who waits for a person at the end, and how many conversations the assistant still has. */
  queued: number
  assistant: number
}

/** Conversations are written in stretches, so that no statement takes longer than its limit. */
const STRETCH = 5_000
/** Every so-manieth conversation is of the one customer who writes most. */
const FAITHFUL = 500

/**
 * A help desk's past by SQL: each conversation has ten messages with readings and decisions as large as real ones, their
 * events, tags, and for a third of them a ticket with its assignment and clocks. Nothing is drawn: all values follow from
 * a hash of the conversation's number, so that two fills differ by the time they were made at alone.
 */
export async function fillDesk(db: Database, size: DeskSize): Promise<void> {
  await db.execute(FUNCTIONS)
  await db.query(AGENTS, [size.agents])
  for (let from = 1; from <= size.conversations; from += STRETCH) {
    const to = Math.min(from + STRETCH - 1, size.conversations)
    await db.query(CUSTOMERS, [from, to])
    await db.query(CONVERSATIONS, [from, to, size.conversations, size.days, size.agents, size.queued, size.assistant])
    await db.query(MESSAGES, [from, to])
    await db.query(TAGS, [from, to])
    await db.query(TICKETS, [from, to])
    await db.query(ASSIGNMENTS, [from, to])
    await db.query(CLOCKS, [from, to])
    for (const events of EVENTS) await db.query(events, [from, to])
  }
  await db.execute(`drop function desk_pick(text, text[]); drop function desk_share(text); drop function desk_id(text, bigint);
    drop table desk`)
  // As the server's own upkeep leaves it.
  await db.execute('vacuum analyze')
}

/** `desk` keeps what the other statements derive: number, kind and beginning of each conversation. */
const FUNCTIONS = `
  create function desk_id(kind text, n bigint) returns uuid language sql immutable as
    $$ select md5(kind || ' ' || n)::uuid $$;
  create function desk_share(of text) returns float8 language sql immutable as
    $$ select (hashtextextended(of, 1) & 1048575) / 1048576.0::float8 $$;
  create function desk_pick(of text, choices text[]) returns text language sql immutable as
    $$ select choices[1 + floor(desk_share(of) * array_length(choices, 1))::int] $$;
  create unlogged table desk (
    n int primary key, id uuid, customer int, agent int, owner text, has_ticket boolean, began timestamptz, rating int
  );`

const AGENTS = `insert into agents (id, email, name, role, password_hash, skills, languages)
  select desk_id('agent', n), 'agent' || n || '@desk.example', 'Agent ' || desk_pick('agent ' || n, ${textArray([
    'Alder',
    'Birch',
    'Cedar',
    'Elm',
    'Hazel',
    'Linden',
    'Maple',
    'Rowan',
  ])}) || ' ' || n, 'agent', '-', '[{"name": "orders", "level": 2}]', '["en"]'
  from generate_series(1, $1::int) n`

const CUSTOMER_OF = `case when n % ${FAITHFUL} = 0 then 0 else 1 + floor(desk_share('whose ' || n) * n)::int end`

const CUSTOMERS = `insert into customers (id, name, email, created_at)
  select distinct on (customer) desk_id('customer', customer),
    case when customer % 3 > 0 then desk_pick('first ' || customer, ${textArray([
      'Anna',
      'Bram',
      'Chen',
      'Dilara',
      'Emil',
      'Fatima',
      'Goran',
      'Hanna',
      'Ivan',
      'Jaya',
    ])}) || ' ' || desk_pick('last ' || customer, ${textArray([
      'Abbas',
      'Bakker',
      'Costa',
      'Dvorak',
      'Eriksen',
      'Fischer',
      'Garcia',
      'Haddad',
    ])}) end,
    case when customer % 3 = 1 then 'customer' || customer || '@mail.example' end, now() - interval '200 days'
  from (select ${CUSTOMER_OF} as customer from generate_series($1::int, $2::int) n) numbers
  on conflict do nothing`

const CONVERSATIONS = `
  with numbers as (
    select n, ${CUSTOMER_OF} as customer, 1 + (n % $5::int) as agent, n > $3::int - $6::int as is_queued,
      n > $3::int - $6::int - $7::int and n <= $3::int - $6::int as is_assistants,
      n > $3::int - $6::int - $7::int - 3 * $5::int and n <= $3::int - $6::int - $7::int as is_agents
    from generate_series($1::int, $2::int) n
  ), made as (
    insert into desk
    select n, desk_id('conversation', n), customer, agent,
      case when is_queued then 'queued' when is_assistants then 'assistant' when is_agents then 'agent' else 'resolved' end,
      is_queued or is_agents or not is_assistants and desk_share('ticket ' || n) < 0.35,
      now() - $4::int * interval '1 day' * (1 - n / ($3::int + 1)::float8) - interval '40 minutes',
      case when not (is_queued or is_assistants or is_agents) and desk_share('rates ' || n) < 0.3
        then 1 + floor(desk_share('rating ' || n) * 5)::int end
    from numbers returning *
  )
  insert into conversations (id, customer_id, owner, agent_id, version, last_seq, frustration, language, intent, sentiment, rating,
    rated_at, waiting_since, resolved_at, created_at, updated_at, predicted_rating)
  select id, desk_id('customer', customer), owner, case when has_ticket and owner <> 'queued' then desk_id('agent', agent) end, 20, 10,
    jsonb_build_object('value', round(desk_share('mood ' || n)::numeric, 3), 'high', false, 'drivers', '[]'::jsonb), 'en',
    ${intentOf("n || ' 9'")}, ${sentimentOf("n || ' 9'")}, rating,
    case when rating is not null then began + interval '31 minutes' end,
    case when owner = 'queued' then began + interval '20 minutes' end,
    case when owner = 'resolved' then began + interval '30 minutes' end, began, began + interval '31 minutes',
    1 + 4 * desk_share('predicted ' || n)
  from made`

/** Odd ones are the customer's; the fourth says that a person comes, and from then on the even ones are the agent's. */
const MESSAGES = `
  insert into messages (id, conversation_id, seq, kind, author, agent_id, text, version, created_at, decided_at, understanding,
    decision, intent, sentiment, sentiment_score, frustration, predicted_rating, in_reply_to)
  select desk_id('message', n * 100 + seq), id, seq, 'public', author, case when author = 'agent' then desk_id('agent', agent) end,
    words, seq * 2, at, case when author = 'customer' then at + interval '40 milliseconds' end,
    case when author = 'customer' then jsonb_build_object(
      'intents', (select jsonb_agg(jsonb_build_object('name', ${intentOf("n || ' ' || seq || ' ' || k")}, 'probability', 0.9 / k)) from generate_series(1, 5) k),
      'outOfScope', false, 'clauses', '[]'::jsonb, 'tags', jsonb_build_array(jsonb_build_object('tag', 'delivery', 'probability', 0.6,
        'isSet', false, 'why', jsonb_build_object('examples', jsonb_build_array(jsonb_build_object('text', words, 'similarity', 0.7)), 'words', '["parcel"]'::jsonb))),
      'sentiment', jsonb_build_object('label', sentiment, 'score', 0.1, 'confidence', 0.8),
      'emotions', '[{"name": "none", "probability": 0.7}, {"name": "worry", "probability": 0.2}]'::jsonb, 'urgency', 0.3,
      'language', '{"code": "en", "confidence": 0.99}'::jsonb, 'entities', '[]'::jsonb,
      'why', jsonb_build_object('neighbours', (select jsonb_agg(jsonb_build_object('text', words || k, 'intent', intent, 'similarity', 0.8 - k / 20.0)) from generate_series(1, 5) k),
        'words', (select jsonb_agg(jsonb_build_object('word', 'word' || k, 'effect', 0.3 / k)) from generate_series(1, 6) k), 'margin', 0.5),
      'engine', 'transformer', 'modelVersion', md5('model')
    ) end,
    case when author = 'customer' then jsonb_build_object(
      'kind', case when has_ticket and seq = 3 then 'escalate' when has_ticket and seq > 3 then 'assist' when desk_share('unsure ' || n || seq) < 0.2 then 'clarify' else 'answer' end,
      'reason', case when has_ticket and seq = 3 then 'asked_for_person' else 'confident_answer' end, 'text', repeat(words, 3),
      'evidence', '{"intent": 0.8, "search": 0.7, "cover": 0.9, "margin": 0.5, "threshold": 0.18}'::jsonb
    ) end,
    case when author = 'customer' then intent end, case when author = 'customer' then sentiment end,
    case when author = 'customer' then desk_share('score ' || n || seq) * 2 - 1 end,
    case when author = 'customer' then desk_share('mood ' || n || seq) end,
    case when author = 'customer' then 1 + 4 * desk_share('predicted ' || n || seq) end,
    case when author = 'assistant' then desk_id('message', n * 100 + seq - 1) end
  from (
    select d.*, seq, began + seq * interval '3 minutes' - interval '3 minutes' as at,
      case when seq % 2 = 1 then 'customer' when has_ticket and owner <> 'queued' and seq > 4 then 'agent' else 'assistant' end as author,
      (select string_agg(desk_pick(n || ' ' || seq || ' ' || w, ${textArray([
        'the',
        'my',
        'order',
        'parcel',
        'not',
        'arrived',
        'please',
        'when',
        'return',
        'broken',
        'screen',
        'invoice',
        'wrong',
        'address',
        'thanks',
        'password',
        'refund',
        'still',
        'waiting',
        'today',
      ])}), ' ') from generate_series(1, 12) w) as words,
      ${intentOf("n || ' ' || seq")} as intent, ${sentimentOf("n || ' ' || seq")} as sentiment
    from desk d, generate_series(1, 10) seq where n between $1 and $2
  ) said`

const TAGS = `insert into conversation_tags (conversation_id, tag, source, confidence, created_at)
  select id, desk_pick('tag ' || n || ' ' || k, ${textArray([
    'delivery',
    'billing',
    'returns',
    'technical',
    'complaint',
    'praise',
    'account',
    'urgent-matter',
    'damage',
    'warranty',
  ])}), 'model', 0.9, began + interval '1 minute'
  from desk, generate_series(1, 2) k where n between $1 and $2 on conflict do nothing`

const TICKETS = `insert into tickets (id, conversation_id, status, priority, required_skill, language, packet, intent, opened_at, resolved_at,
    queued_since, told, state_since, related_at, clocks_version)
  select desk_id('ticket', n), id, case when owner = 'resolved' then 'resolved' else 'open' end,
    desk_pick('priority ' || n, '{low,normal,normal,normal,high,urgent}'), desk_pick('skill ' || n, '{orders,delivery,returns,billing,technical}'), 'en',
    jsonb_build_object('summary', repeat('What the customer wants and what was tried. ', 12), 'promised', ''), ${intentOf("n || ' 3'")}, began + interval '6 minutes',
    case when owner = 'resolved' then began + interval '30 minutes' end,
    case when owner = 'queued' then began + interval '20 minutes' end,
    case when owner = 'queued' then 'queued everyone_busy' else 'accepted' end, began + interval '6 minutes', began, 2147483647
  from desk where has_ticket and n between $1 and $2 order by n`

const ASSIGNMENTS = `insert into assignments (id, ticket_id, conversation_id, agent_id, candidates, offered_at, offer_until, accepted_at, ended_at, outcome)
  select desk_id('assignment', n), desk_id('ticket', n), id, desk_id('agent', agent), '[]', began + interval '7 minutes',
    began + interval '8 minutes', began + interval '8 minutes', case when owner = 'resolved' then began + interval '30 minutes' end,
    case when owner = 'resolved' then 'resolved' end
  from desk where has_ticket and owner <> 'queued' and n between $1 and $2`

const CLOCKS = `insert into service_clocks (ticket_id, conversation_id, target, number, policy, target_ms, time, priority, runs, started_at,
    stopped_at, ended, risk_at, due_at, business_ms, calendar_ms)
  select desk_id('ticket', n), id, target, 1, 'standard', 3600000, 'calendar', 'normal',
    jsonb_build_array(jsonb_build_object('from', began, 'to', began + interval '30 minutes')), began + interval '6 minutes',
    case when stopped then began + interval '30 minutes' end, case when stopped then kind end,
    case when not stopped then began + interval '1 hour' end, case when not stopped then began + interval '2 hours' end,
    case when stopped then 1440000 end, case when stopped then 1440000 end
  from desk, (values ('first_reply', 'reply'), ('resolution', 'resolved')) as targets (target, kind),
    lateral (select owner = 'resolved' as stopped) s
  where has_ticket and n between $1 and $2`

const event = (select: string, version: string, type: string, data: string, actor: string, at: string) =>
  `insert into events (id, conversation_id, version, type, data, actor_kind, at, position)
   select desk_id(${type} || ' ' || ${version}, n), id, ${version}, ${type}, ${data}, ${actor}, ${at}, nextval('event_positions') ${select}`

const IN_STRETCH = 'n between $1 and $2'
const EVENTS = [
  event(
    `from desk where ${IN_STRETCH}`,
    '1',
    `'conversation.started'`,
    `jsonb_build_object('customerId', desk_id('customer', customer))`,
    `'customer'`,
    'began',
  ),
  event(
    `from (select d.n, m.seq, m.author, m.created_at, m.id as message_id, m.conversation_id as id
       from desk d join messages m on m.conversation_id = d.id where d.${IN_STRETCH}) m`,
    'seq * 2',
    `'message.posted'`,
    `jsonb_build_object('messageId', message_id, 'seq', seq, 'author', author)`,
    'author',
    'created_at',
  ),
  event(
    `from (select d.n, m.seq, m.created_at, m.id as message_id, m.conversation_id as id, m.intent, m.sentiment, m.decision
       from desk d join messages m on m.conversation_id = d.id where d.${IN_STRETCH} and m.author = 'customer') m`,
    'seq * 2 + 1',
    `'turn.decided'`,
    `jsonb_build_object('messageId', message_id, 'seq', seq, 'intent', intent, 'intentProbability', 0.9, 'sentiment', sentiment,
       'sentimentScore', 0.1, 'frustration', 0.2, 'decision', decision -> 'kind', 'reason', decision -> 'reason')`,
    `'assistant'`,
    `created_at + interval '40 milliseconds'`,
  ),
  event(
    `from desk where has_ticket and ${IN_STRETCH}`,
    '7',
    `'conversation.escalated'`,
    `jsonb_build_object('ticketId', desk_id('ticket', n), 'reason', desk_pick('why ' || n, '{asked_for_person,frustrated,intent_for_people}'),
       'priority', 'normal', 'requiredSkill', 'orders')`,
    `'assistant'`,
    `began + interval '6 minutes'`,
  ),
  event(
    `from desk where has_ticket and owner <> 'queued' and ${IN_STRETCH}`,
    '9',
    `'conversation.accepted'`,
    `jsonb_build_object('agentId', desk_id('agent', agent))`,
    `'agent'`,
    `began + interval '8 minutes'`,
  ),
  event(
    `from desk where ${IN_STRETCH}`,
    '3',
    `'tags.changed'`,
    `jsonb_build_object('tags', '[{"tag": "delivery"}]'::jsonb, 'added', '["delivery"]'::jsonb, 'removed', '[]'::jsonb)`,
    `'assistant'`,
    `began + interval '1 minute'`,
  ),
  event(
    `from desk where owner = 'resolved' and ${IN_STRETCH}`,
    '22',
    `'conversation.resolved'`,
    `jsonb_build_object('by', case when has_ticket then 'agent' else 'silence' end)`,
    `'system'`,
    `began + interval '30 minutes'`,
  ),
  event(
    `from desk where rating is not null and ${IN_STRETCH}`,
    '23',
    `'conversation.rated'`,
    `jsonb_build_object('rating', rating, 'comment', null)`,
    `'customer'`,
    `began + interval '31 minutes'`,
  ),
]

function intentOf(of: string): string {
  return `desk_pick('intent ' || ${of}, ${textArray([
    'order-status',
    'return-item',
    'damaged-item',
    'invoice',
    'password-reset',
    'shipping-cost',
    'cancel-order',
    'warranty-claim',
  ])})`
}

function sentimentOf(of: string): string {
  return `desk_pick('sentiment ' || ${of}, '{very_negative,negative,neutral,neutral,neutral,positive,very_positive}')`
}

function textArray(words: readonly string[]): string {
  return `'{${words.join(',')}}'::text[]`
}
