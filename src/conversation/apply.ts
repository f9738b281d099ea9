import type {
  Card,
  Conversation,
  Database,
  Decision,
  DialogueState,
  FlowState,
  Frustration,
  Message,
  NewEvent,
  NewJob,
  Priority,
  Tx,
  Understanding,
} from '../domain/index.ts'
import { appendMessage, type ConversationChange, changeConversation, lockConversation } from './conversation-store.ts'
import { readSentiment } from './read-sentiment.ts'
import { type ClaimedTurn, holdsLease, markDecided, releaseLease } from './turn-store.ts'

export interface DecidedTurn {
  understanding: Understanding | null
  frustration: Frustration
  /** 1 to 5; null where no model could read the message. */
  predictedRating: number | null
  decision: Decision
  dialogue: DialogueState
  /** What a flow wants done outside once this is committed. */
  jobs: NewJob[]
  /** The flow as it stood at this decision, for whoever takes over; null when there was none. */
  flow: FlowState | null
}

/** What a turn changes in other steps' tables, inside the one transaction; handed in by compose. */
export interface ApplyParts {
  openTicket(
    tx: Tx,
    conversation: Conversation,
    message: Message,
    turn: DecidedTurn & { decision: Extract<Decision, { kind: 'escalate' }> },
  ): Promise<{ ticket: { ticketId: string; priority: Priority; requiredSkill: string }; events: NewEvent[] }>
  /** What the conversation is about after this message; null before a matter was understood. */
  matterOf(conversation: Conversation, understanding: Understanding): string | null
  /** Sets the tags the understanding implies and returns the events that tell of it. */
  tagByModel(tx: Tx, conversation: Conversation, message: Message, understanding: Understanding): Promise<NewEvent[]>
  /** What a message of somebody who waits for a person, or has one, does to the priority of the ticket. */
  rankAgain(tx: Tx, conversation: Conversation, message: Message, turn: DecidedTurn): Promise<NewEvent[]>
  /** Stores jobs for whoever works on them after the commit. */
  addJobs(tx: Tx, conversationId: string, jobs: readonly NewJob[]): Promise<void>
  /** Keeps what the customer said of themselves, such as where an answer reaches them. */
  learnOfCustomer(tx: Tx, conversation: Conversation, message: Message, understanding: Understanding): Promise<void>
}

/**
 * `ownership_changed`: a person or the queue moved the conversation while the models ran; nothing was written, the
 * reply is dropped, and the message must be decided anew. `lease_lost`: another node decides it.
 */
export type Applied = 'applied' | 'ownership_changed' | 'lease_lost'

/** Commits one turn: the message's decision, the reply or the ticket, tags, state and events. All or nothing. */
export function applyTurn(
  database: Database,
  parts: ApplyParts,
  claimed: ClaimedTurn,
  turn: DecidedTurn,
): Promise<Applied> {
  return database.transaction(async (tx) => {
    const locked = await lockConversation(tx, claimed.conversation.id)
    if (!locked || !(await holdsLease(tx, locked.id, claimed.token))) return 'lease_lost'
    await releaseLease(tx, locked.id, claimed.token)
    if (locked.ownershipVersion !== claimed.conversation.ownershipVersion) return 'ownership_changed'

    const { understanding, decision } = turn
    const events: NewEvent[] = [decided(claimed.message, turn)]
    const change: ConversationChange = {
      frustration: turn.frustration,
      ...(turn.predictedRating !== null && { predictedRating: turn.predictedRating }),
      dialogue: turn.dialogue,
      ...(understanding && {
        intent: parts.matterOf(locked, understanding),
        sentiment: readSentiment(understanding)?.label ?? null,
        ...(understanding.language.code !== 'unknown' && { language: understanding.language.code }),
      }),
    }
    if (understanding) {
      events.push(...(await parts.tagByModel(tx, locked, claimed.message, understanding)))
      await parts.learnOfCustomer(tx, locked, claimed.message, understanding)
    }
    if (decision.kind === 'escalate') {
      const opened = await parts.openTicket(tx, locked, claimed.message, { ...turn, decision })
      change.owner = 'queued'
      change.waitingSince = new Date()
      events.push({
        type: 'conversation.escalated',
        data: { ...opened.ticket, reason: decision.reason },
        actor: { kind: 'assistant', id: null },
      })
      events.push(...opened.events)
    } else events.push(...(await parts.rankAgain(tx, locked, claimed.message, turn)))

    const conversation = await changeConversation(tx, locked, change, events)
    await parts.addJobs(tx, conversation.id, turn.jobs)
    await markDecided(tx, claimed.message, conversation.version, turn)
    const reply = replyOf(decision)
    if (reply) {
      await appendMessage(tx, conversation, {
        kind: 'public',
        author: 'assistant',
        inReplyTo: claimed.message.id,
        ...reply,
      })
    }
    return 'applied'
  })
}

function decided(message: Message, { understanding, frustration, decision }: DecidedTurn): NewEvent {
  const first = understanding?.outOfScope ? undefined : understanding?.intents[0]
  const sentiment = readSentiment(understanding)
  return {
    type: 'turn.decided',
    data: {
      messageId: message.id,
      seq: message.seq ?? 0,
      intent: first?.name ?? null,
      intentProbability: first?.probability ?? null,
      sentiment: sentiment?.label ?? null,
      sentimentScore: sentiment?.score ?? null,
      frustration: frustration.value,
      decision: decision.kind,
      reason: decision.reason,
    },
    actor: { kind: 'assistant', id: null },
  }
}

/** What the customer reads, if anything. */
function replyOf(decision: Decision) {
  switch (decision.kind) {
    case 'answer':
      return { text: decision.text, sources: decision.sources, quickReplies: decision.quickReplies }
    case 'flow': {
      const { text, sources, quickReplies, card } = decision
      return { text, sources, quickReplies, card }
    }
    case 'clarify':
      return {
        text: decision.text,
        quickReplies: decision.options.map((option) => option.title),
        card: cardOfChoice(decision),
      }
    case 'escalate':
      return { text: decision.text, sources: decision.sources ?? [] }
    case 'wait':
      return decision.text === null ? null : { text: decision.text, sources: decision.sources ?? [] }
    case 'assist':
    case 'silent':
      return null
  }
}

/** Two or three articles to choose from, as one card. */
function cardOfChoice({ text, options }: Extract<Decision, { kind: 'clarify' }>): Card | undefined {
  const titles = options.filter(({ articleId }) => articleId !== null).map(({ title }) => title)
  if (titles.length < 2 || titles.length > 3 || text.includes('\n')) return undefined
  return { standsFor: text, title: text, lines: [], replies: titles }
}
