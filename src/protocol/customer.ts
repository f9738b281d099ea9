import { z } from 'zod'
import type { Card } from '../domain/card.ts'
import type { Attachment } from '../domain/flow.ts'
import { clientMessageId, commentText, id, messageText } from './shared.ts'

/** The customer's protocol: Socket.IO namespace `/customer`. Notes and inner states have no place in these types. */
export const CUSTOMER_NAMESPACE = '/customer'

export const sessionRequest = z.strictObject({
  /** Signed by the site the customer is logged in to; a visitor without it. */
  identityToken: z.string().min(1).max(4_000).optional(),
})
export const openRequest = z.strictObject({
  /** The last message shown; 0 for none. Exactly the later ones come back. */
  lastSeq: z.number().int().min(0),
})
export const sendRequest = z.strictObject({
  clientMessageId,
  text: messageText,
  /** Ids of files uploaded before; each is sent once. */
  attachments: z.array(id).max(5, 'must name at most 5 files').default([]),
})
export const typingRequest = z.strictObject({ typing: z.boolean() })
export const rateRequest = z.strictObject({
  conversationId: id,
  rating: z.number().int().min(1, 'must be 1 to 5').max(5, 'must be 1 to 5'),
  comment: commentText.nullable().default(null),
})

export interface CustomerSource {
  title: string
  heading: string | null
  /** Path on this server, such as `/help/track-your-order`. */
  url: string
}

export interface CustomerMessage {
  conversationId: string
  /** 1, 2, 3 … without gaps within the conversation. */
  seq: number
  author: 'customer' | 'assistant' | 'agent' | 'system'
  /** Who to show as the writer; null for the customer and the system. */
  name: string | null
  /** Plain text, or for the assistant a little Markdown: paragraphs, lists, bold, links. Never HTML. */
  text: string
  sources: CustomerSource[]
  quickReplies: string[]
  /** What to show instead of the end of the text. */
  card?: Card
  /** Of the customer's own messages. */
  attachments: Attachment[]
  /** On the customer's own messages. */
  clientMessageId: string | null
  sentAt: string
}

export interface CustomerConversation {
  id: string
  handledBy: 'assistant' | 'queue' | 'agent' | 'nobody'
  agentName: string | null
  /** 1 is next; null when not waiting. */
  queuePosition: number | null
  lastSeq: number
  resolved: boolean
  rating: number | null
}

export interface OpenResult {
  /** Null until the first message was sent. */
  conversation: CustomerConversation | null
  messages: CustomerMessage[]
}

export interface SendResult {
  conversation: CustomerConversation
  message: CustomerMessage
}

/** Sent by the server; any of them may come twice: `seq` and `lastSeq` tell. */
export interface CustomerServerEvents {
  'message:new': (message: CustomerMessage) => void
  'conversation:changed': (conversation: CustomerConversation) => void
  typing: (state: { name: string; author: 'assistant' | 'agent'; typing: boolean }) => void
}

/** Answer of `POST /api/customer/sessions`. */
export interface CustomerSession {
  token: string
  customerId: string
}
