import { randomUUID } from 'node:crypto'
import type { Database, Owner, Sentiment } from '../../../src/domain/index.ts'

/** One conversation as stored, said in few words; whatever is left out did not happen. */
export interface PastConversation {
  startedAt: Date
  owner?: Owner
  hasAgent?: boolean
  tags?: string[]
  rated?: { stars: 1 | 2 | 3 | 4 | 5; at: Date }
  customer?: PastMessage[]
  /** Public messages of an agent. */
  agentAt?: Date[]
  notesAt?: Date[]
  escalated?: { at: Date; reason: string; resolvedAt?: Date }[]
}

export interface PastMessage {
  at: Date
  sentiment?: Sentiment | null
  score?: number
  corrected?: Sentiment
  /** What the rating was predicted to be after it. */
  predicted?: number
  /** Left out: not decided yet. */
  decision?: string
  reason?: string
}

export interface StoredConversation extends PastConversation {
  id: string
}

/** Writes the conversations to the tables; what an agent does is done by one agent, made here. */
export async function store(db: Database, history: PastConversation[]): Promise<StoredConversation[]> {
  const agentId = randomUUID()
  await db.query(
    `insert into agents (id, email, name, role, password_hash) values ($1, $2 || '@techgear.example', 'Ann', 'agent', '')`,
    [agentId, agentId],
  )
  const customerId = randomUUID()
  await db.query('insert into customers (id) values ($1)', [customerId])
  return db.transaction(async (tx) => {
    const insert = (table: string, rows: Record<string, unknown>[]) =>
      tx.query(
        `insert into ${table} (${columns(rows)}) select ${columns(rows)} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        [JSON.stringify(rows)],
      )
    const stored = history.map((conversation) => ({ ...conversation, id: randomUUID() }))
    const tables = { conversations: [], messages: [], events: [], tickets: [], conversation_tags: [] } as Record<
      string,
      Record<string, unknown>[]
    >
    for (const conversation of stored) addRows(tables, conversation, customerId, agentId)
    for (const [table, rows] of Object.entries(tables)) if (rows.length > 0) await insert(table, rows)
    return stored
  })
}

const columns = (rows: Record<string, unknown>[]) => Object.keys(rows[0] ?? {}).join(', ')

function addRows(
  tables: Record<string, Record<string, unknown>[]>,
  conversation: StoredConversation,
  customerId: string,
  agentId: string,
): void {
  const { id } = conversation
  const owner = conversation.owner ?? 'assistant'
  const needsAgent = owner === 'agent' || owner === 'offered' || (owner === 'resolved' && conversation.hasAgent)
  tables.conversations?.push({
    id,
    customer_id: customerId,
    owner,
    agent_id: needsAgent ? agentId : null,
    ownership_version: 0,
    version: 0,
    last_seq: 0,
    frustration: {},
    dialogue: {},
    rating: conversation.rated?.stars ?? null,
    rated_at: conversation.rated?.at ?? null,
    created_at: conversation.startedAt,
    updated_at: conversation.startedAt,
  })
  for (const tag of conversation.tags ?? []) {
    tables.conversation_tags?.push({ conversation_id: id, tag, source: 'intent', created_at: conversation.startedAt })
  }
  const event = (type: string, at: Date, data: object) => {
    const row = { id: randomUUID(), conversation_id: id, version: 1, type, data, actor_kind: 'assistant', at }
    tables.events?.push(row)
  }
  const message = (author: string, at: Date, more: Record<string, unknown> = {}) => ({
    id: randomUUID(),
    conversation_id: id,
    seq: null,
    kind: 'public',
    author,
    text: 'Hello',
    sources: [],
    quick_replies: [],
    version: 1,
    created_at: at,
    decision: null,
    sentiment: null,
    sentiment_score: null,
    corrected_sentiment: null,
    predicted_rating: null,
    ...more,
  })
  const rows = [
    ...(conversation.customer ?? []).map((said) => {
      const decision = said.decision ? { kind: said.decision, reason: said.reason ?? 'confident_answer' } : null
      if (decision) event('turn.decided', said.at, { decision: decision.kind, reason: decision.reason })
      return message('customer', said.at, {
        decision,
        sentiment: said.sentiment ?? null,
        sentiment_score: said.score ?? null,
        corrected_sentiment: said.corrected ?? null,
        predicted_rating: said.predicted ?? null,
      })
    }),
    ...(conversation.agentAt ?? []).map((at) => message('agent', at)),
    ...(conversation.notesAt ?? []).map((at) => message('agent', at, { kind: 'note' })),
  ]
  rows.sort((a, b) => a.created_at.getTime() - b.created_at.getTime())
  let seq = 0
  for (const row of rows) tables.messages?.push(row.kind === 'note' ? row : { ...row, seq: ++seq })
  for (const { at, reason, resolvedAt } of conversation.escalated ?? []) {
    event('conversation.escalated', at, { reason })
    tables.tickets?.push({
      id: randomUUID(),
      conversation_id: id,
      status: 'resolved',
      priority: 'normal',
      priority_reasons: [],
      required_skill: 'orders',
      packet: {},
      opened_at: at,
      resolved_at: resolvedAt ?? null,
    })
  }
}
