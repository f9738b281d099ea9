import {
  type Author,
  type Conversation,
  type DialogueState,
  type Message,
  NEW_DIALOGUE,
  type Owner,
  type Sentiment,
} from '../domain/index.ts'

export interface ConversationRow {
  id: string
  customer_id: string
  owner: Owner
  ownership_version: number
  agent_id: string | null
  version: number
  last_seq: number
  frustration: Conversation['frustration']
  predicted_rating: number | null
  dialogue: Partial<DialogueState>
  intent: string | null
  language: string | null
  waiting_since: Date | null
  rating: number | null
  created_at: Date
  updated_at: Date
}

export const toConversation = (row: ConversationRow): Conversation => ({
  id: row.id,
  customerId: row.customer_id,
  owner: row.owner,
  ownershipVersion: row.ownership_version,
  agentId: row.agent_id,
  version: row.version,
  lastSeq: row.last_seq,
  frustration: row.frustration,
  predictedRating: row.predicted_rating,
  dialogue: { ...NEW_DIALOGUE, ...row.dialogue },
  intent: row.intent,
  language: row.language,
  waitingSince: row.waiting_since,
  rating: row.rating,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

export interface MessageRow {
  id: string
  conversation_id: string
  seq: number | null
  kind: 'public' | 'note'
  author: Author
  agent_id: string | null
  client_message_id: string | null
  text: string
  sources: Message['sources']
  quick_replies: string[]
  card: Message['card'] | null
  attachments: Message['attachments']
  version: number
  created_at: Date
  decided_at: Date | null
  understanding: Message['understanding']
  decision: Message['decision']
  frustration: number | null
  predicted_rating: number | null
  corrected_intent: string | null
  corrected_sentiment: Sentiment | null
}

export const toMessage = (row: MessageRow): Message => ({
  id: row.id,
  conversationId: row.conversation_id,
  seq: row.seq,
  kind: row.kind,
  author: row.author,
  agentId: row.agent_id,
  clientMessageId: row.client_message_id,
  text: row.text,
  sources: row.sources,
  quickReplies: row.quick_replies,
  ...(row.card && { card: row.card }),
  attachments: row.attachments,
  version: row.version,
  createdAt: row.created_at,
  decidedAt: row.decided_at,
  understanding: row.understanding,
  decision: row.decision,
  frustration: row.frustration,
  predictedRating: row.predicted_rating,
  correctedIntent: row.corrected_intent,
  correctedSentiment: row.corrected_sentiment,
})
