import type { ActContext } from '../automation/index.ts'
import {
  appendMessage,
  changeConversation,
  findConversation,
  hasUndecided,
  listMessages,
} from '../conversation/index.ts'
import { PERSON_OPTION } from '../dialogue/index.ts'
import {
  type Conversation,
  conflict,
  type Database,
  type FlowName,
  type Message,
  type Queryable,
  type RuleAction,
  type Tx,
  unavailable,
} from '../domain/index.ts'
import { addJobs, type FlowResult } from '../flows/index.ts'
import { locked } from './rule-ticket-acts.ts'

export interface RuleFlowParts {
  database: Database
  flows: {
    here: readonly { name: FlowName; title: string }[]
    /** `messages` are the customer's, newest first. */
    start(flow: FlowName, customerId: string, messages: readonly Message[]): Promise<FlowResult>
  }
}

/** Messages of the customer in which a flow looks for what it would ask. */
const HISTORY = 6

/**
 * Starts a guided dialogue. It may ask the system of orders, so it runs before the transaction; what it says is written only
 * if the conversation still stands where it stood, and never while a message is being answered: the turn would write its
 * own state over the flow's.
 */
export function createRuleFlowAct({ database, flows }: RuleFlowParts) {
  return async (
    action: Extract<RuleAction, { kind: 'start_flow' }>,
    { conversationId }: ActContext,
  ): Promise<(tx: Tx) => Promise<string>> => {
    const flow = flows.here.find(({ name }) => name === action.flow)
    if (!flow) throw conflict('flow-unknown', `Not started: this server has no dialogue "${action.flow}".`)
    const before = await findConversation(database, conversationId)
    const refusal = before && (await whyNot(database, before))
    if (!before || refusal) return async () => `Not started: ${refusal ?? 'the conversation is gone.'}`

    const messages = (await listMessages(database, conversationId)).filter(({ author }) => author === 'customer')
    const result = await flows.start(flow.name, before.customerId, messages.reverse().slice(0, HISTORY))
    // A customer who asked for nothing is not told what went wrong with it.
    if (result.reason === 'flow_failed' || result.person) {
      throw conflict('flow-failed', `Not started: the dialogue would have ended at once with “${result.text}”`)
    }
    return async (tx) => {
      const conversation = await locked(tx, conversationId)
      const nowRefused = await whyNot(tx, conversation)
      if (nowRefused) return `Not started: ${nowRefused}`
      if (conversation.lastSeq !== before.lastSeq) throw movedOn()
      await begin(tx, conversation, result)
      return result.state ? `Started: ${flow.title}.` : `Told at once: ${flow.title}.`
    }
  }
}

/** Null where a dialogue may begin. Throws `unavailable` while a message is being answered: that passes. */
async function whyNot(db: Queryable, conversation: Conversation): Promise<string | null> {
  const { id, owner, language, dialogue } = conversation
  if (owner === 'resolved') return 'the conversation is resolved.'
  if (owner !== 'assistant') return 'a person has the conversation, or is awaited.'
  if (dialogue.flow) return `“${dialogue.flow.title}” is under way.`
  if (language !== null && language !== 'en') return 'the dialogues are in English, and the customer writes otherwise.'
  if (await hasUndecided(db, id)) throw movedOn()
  return null
}

const movedOn = () => unavailable('turn-under-way', 'A message of the customer is being answered.')

async function begin(tx: Tx, conversation: Conversation, result: FlowResult): Promise<void> {
  const dialogue = {
    ...conversation.dialogue,
    flow: result.state,
    failedAttempts: 0,
    clarifyStage: 0 as const,
    offered: result.offersPerson ? [PERSON_OPTION] : [],
    otherOffers: [],
  }
  const changed = await changeConversation(tx, conversation, { dialogue }, [])
  await addJobs(tx, conversation.id, result.jobs)
  const { text, quickReplies, card } = result
  await appendMessage(tx, changed, { kind: 'public', author: 'assistant', text, quickReplies, card })
}
