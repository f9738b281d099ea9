import type { Card } from './card.ts'
import type { Decision } from './decision.ts'
import type { AskedTask, Attachment, FlowState } from './flow.ts'
import type { ClarifyOption, Source } from './source.ts'
import type { Frustration, Sentiment, Understanding } from './understanding.ts'

/** Who may speak to the customer. One column, changed by compare-and-set on `ownershipVersion`. */
export const OWNERS = ['assistant', 'queued', 'offered', 'agent', 'resolved'] as const
export type Owner = (typeof OWNERS)[number]

export const AUTHORS = ['customer', 'assistant', 'agent', 'system'] as const
export type Author = (typeof AUTHORS)[number]

/** What the dialogue remembers between turns. Written by `decide`'s caller in the turn's transaction. */
export interface DialogueState {
  /** Turns in a row without an answer that served. */
  failedAttempts: number
  /** What the assistant offered to choose from in its last message; empty otherwise. */
  offered: ClarifyOption[]
  /** The passage answered last, so that it is not repeated. */
  lastPassageId: string | null
  /** The intent answered last. */
  lastIntent: string | null
  /** Customer messages so far. */
  customerTurns: number
  /** The guided dialogue under way. */
  flow: FlowState | null
  /** What the customer asked to be done beside the flow under way, or the one that has just ended. */
  later: AskedTask[]
  /** How far asking back has come: 0 not at all, 1 a reading was put to the customer, 2 they were asked to rephrase. */
  clarifyStage: 0 | 1 | 2
  /** What had been offered beside the option the customer took last: "the other one". */
  otherOffers: ClarifyOption[]
  /** Passages of the last answer beside `lastPassageId`, where it served several matters. */
  otherPassageIds: string[]
  /** Turns in a row that brought the customer nothing new. */
  turnsWithoutProgress: number
}

export const NEW_DIALOGUE: DialogueState = {
  failedAttempts: 0,
  offered: [],
  lastPassageId: null,
  lastIntent: null,
  customerTurns: 0,
  flow: null,
  later: [],
  clarifyStage: 0,
  otherOffers: [],
  otherPassageIds: [],
  turnsWithoutProgress: 0,
}

export interface Conversation {
  id: string
  customerId: string
  owner: Owner
  ownershipVersion: number
  /** The agent it is offered to or owned by. */
  agentId: string | null
  /** Takes the next number at every change, under the row lock. */
  version: number
  /** The last public message's number. */
  lastSeq: number
  frustration: Frustration
  /** The rating the customer would probably give by now, 1 to 5; null before any message could be read. */
  predictedRating: number | null
  dialogue: DialogueState
  /** Name of the intent it is about; null before one was understood. */
  intent: string | null
  language: string | null
  /** Since when the customer has been waiting for a person; null when not waiting. */
  waitingSince: Date | null
  rating: number | null
  createdAt: Date
  updatedAt: Date
}

export interface Message {
  id: string
  conversationId: string
  /** Public messages only, 1, 2, 3 … without gaps; null for notes. */
  seq: number | null
  kind: 'public' | 'note'
  author: Author
  agentId: string | null
  clientMessageId: string | null
  text: string
  sources: Source[]
  quickReplies: string[]
  /** Absent where the text stands alone. */
  card?: Card
  attachments: Attachment[]
  /** The conversation's version at which this message last changed. */
  version: number
  createdAt: Date
  /** Customer messages: when the turn's Decision was committed; null while undecided. */
  decidedAt: Date | null
  understanding: Understanding | null
  decision: Decision | null
  /** The conversation's frustration after this customer message, 0 to 1; null before it was understood. */
  frustration: number | null
  /** The rating the customer would probably have given after this message, 1 to 5; null where no model could read it. */
  predictedRating: number | null
  /** What an agent put right; null where the model's word stands. */
  correctedIntent: string | null
  correctedSentiment: Sentiment | null
}
