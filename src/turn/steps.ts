import { movedEvent } from '../actions/index.ts'
import type { Assistant } from '../assistant.ts'
import {
  type ApplyParts,
  applyTurn,
  claimTurn,
  type DecidedTurn,
  listMessages,
  releaseLease,
} from '../conversation/index.ts'
import { findValued, setCustomerEmail } from '../customers/index.ts'
import {
  DEFAULT_POLICY,
  decide,
  type Evidence,
  type FlowDecision,
  nextDialogue,
  offerNext,
  ownAddress,
  PERSON_OPTION,
} from '../dialogue/index.ts'
import {
  type ClarifyOption,
  type Conversation,
  type Database,
  type ExpectedTime,
  type Message,
  matterAfter,
  type Opening,
  type Queryable,
  type Understanding,
} from '../domain/index.ts'
import { addJobs, describeFlow } from '../flows/index.ts'
import {
  buildPacket,
  decidePriority,
  listTags,
  openTicket,
  type PriorityInput,
  raiseByMessage,
  setModelTags,
  wishedSkills,
} from '../tickets/index.ts'
import { feel } from './feel.ts'
import { type FlowParts, flowsHere, makeRunFlow } from './flow-steps.ts'
import type { Steps, TurnReport } from './handle-message.ts'
import { findPassages, readMessage } from './read-message.ts'
import { describeOpening } from './ticket-opening.ts'

/** A turn that takes longer than this is given to whoever asks next. Understanding and search have limits well below. */
const LEASE_MS = 8_000

export interface TurnParts {
  database: Database
  assistant: Assistant
  node: string
  /** Sentence about the wait for a customer in the queue; null when nothing is known. */
  waitSentence(db: Queryable, conversationId: string): Promise<string | null>
  typing(customerId: string, typing: boolean): void
  /** How long a ticket will probably take; null while too few have been resolved to learn from. */
  expectTime(opening: Opening): ExpectedTime | null
  flows: Omit<FlowParts, 'database' | 'intents' | 'articles'>
  report(report: TurnReport): void
}

/** The steps of a turn, each joined to the part that does it. */
export function makeTurnSteps(parts: TurnParts): Steps {
  const { database, assistant } = parts
  const { understander, intents, knowledge } = assistant
  const flows = flowsHere(parts.flows.orders)
  const runFlow = makeRunFlow({ ...parts.flows, database, intents, articles: knowledge.articles })
  const intentOf = (understanding: Understanding | null) => {
    const first = understanding?.outOfScope ? undefined : understanding?.intents[0]
    return first && intents.get(first.name)
  }
  /** What a message says of the priority, with the priority of what the conversation is about after it. */
  const signsOf = (
    conversation: Conversation,
    message: Message,
    { understanding, frustration }: Pick<DecidedTurn, 'understanding' | 'frustration'>,
  ): Omit<PriorityInput, 'valued'> => {
    const matter = matterAfter(conversation.intent, intentOf(understanding))
    const intent = matter === null ? undefined : intents.get(matter)
    return {
      intentPriority: intent?.priority ?? 'normal',
      intentTitle: intent?.title ?? null,
      frustration,
      sentiment: understanding?.sentiment ?? null,
      urgency: understanding?.urgency ?? null,
      text: message.text,
    }
  }
  const applyParts: ApplyParts = {
    addJobs,
    async openTicket(tx, conversation, message, { understanding, frustration, decision, flow }) {
      const topic = typeof decision.evidence.intent === 'string' ? decision.evidence.intent : null
      const signs = signsOf(conversation, message, { understanding, frustration })
      const { priority, reasons } = decidePriority({
        ...signs,
        intentPriority: decision.priority,
        intentTitle: (topic === null ? undefined : intents.get(topic)?.title) ?? signs.intentTitle,
        valued: await findValued(tx, conversation.customerId),
      })
      // The message that led here is not marked as decided yet; the packet tells of it all the same.
      const messages = (await listMessages(tx, conversation.id)).map((each) =>
        each.id === message.id ? { ...each, understanding, decision, frustration: frustration.value } : each,
      )
      // This very message may be the first to tell the language; it is written with this transaction.
      const language = languageOf(understanding) ?? conversation.language
      const packet = buildPacket({
        reason: decision.reason,
        messages,
        frustration,
        intents: [...intents.values()],
        flow: flow && describeFlow(flow),
        promised: decision.text,
      })
      const tags = (await listTags(tx, conversation.id)).map(({ tag }) => tag)
      const now = new Date()
      const opening = await describeOpening(tx, { decision, packet, priority, language, tags, messages, now })
      const { ticket, reopened } = await openTicket(tx, {
        conversationId: conversation.id,
        priority,
        priorityReasons: reasons,
        requiredSkill: decision.skill,
        optionalSkills: wishedSkills(
          { requiredSkill: decision.skill, intent: topic },
          [understanding, ...messages.map((each) => each.understanding)],
          intents,
        ),
        intent: topic,
        language,
        packet,
        opening,
        expected: parts.expectTime(opening),
        openedAt: now,
      })
      const actor = { kind: 'assistant', id: null } as const
      return {
        ticket: { ticketId: ticket.id, priority: ticket.priority, requiredSkill: ticket.requiredSkill },
        events: reopened
          ? [movedEvent({ id: ticket.id, status: 'resolved' }, 'open', { actor, reason: 'a person is needed again' })]
          : [],
      }
    },
    async rankAgain(tx, conversation, message, turn) {
      if (conversation.owner === 'assistant' || conversation.owner === 'resolved') return []
      const said = decidePriority({
        ...signsOf(conversation, message, turn),
        valued: await findValued(tx, conversation.customerId),
      })
      return raiseByMessage(tx, conversation.id, { said, now: new Date() })
    },
    matterOf: (conversation, understanding) => matterAfter(conversation.intent, intentOf(understanding)),
    async tagByModel(tx, conversation, message, understanding) {
      const first = understanding.outOfScope ? undefined : understanding.intents[0]
      const intent = intentOf(understanding)
      return setModelTags(tx, conversation.id, {
        messageId: message.id,
        intent: intent && first ? { tags: intent.tags, probability: first.probability } : null,
        readings: understanding.tags ?? [],
      })
    },
    async learnOfCustomer(tx, conversation, message, { entities }) {
      if (!entities.some(({ type }) => type === 'email')) return
      const asked = await wasAskedForAddress(tx, conversation, message)
      // Unverified: it says where to answer and never who somebody is.
      const address = ownAddress(message.text, entities, asked)
      if (address) await setCustomerEmail(tx, conversation.customerId, address)
    },
  }

  return {
    async claim(conversationId) {
      const claimed = await claimTurn(database, conversationId, { node: parts.node, leaseMs: LEASE_MS })
      if (claimed?.conversation.owner === 'assistant') parts.typing(claimed.conversation.customerId, true)
      return claimed
    },

    understand: ({ message, earlier }) => readMessage(assistant, message, earlier),

    feel: (claimed, understood) =>
      understood === 'unavailable'
        ? Promise.resolve({ frustration: claimed.conversation.frustration, predictedRating: null })
        : feel({ database, understander }, claimed, understood),

    search: (understood) => findPassages(assistant, understood),

    async decide({ claimed, understood, frustration, found, waitSentence }) {
      const { conversation, message, earlier } = claimed
      const evidence: Evidence = {
        owner: conversation.owner,
        text: message.text,
        dialogue: conversation.dialogue,
        frustration,
        understanding: understood === 'unavailable' ? 'unavailable' : understood.understanding,
        carried: understood === 'unavailable' ? null : understood.carried,
        passages: found === 'unavailable' ? 'unavailable' : found.passages,
        covers: found === 'unavailable' ? new Map() : found.covers,
        clauses: found === 'unavailable' ? [] : found.clauses,
        intents,
        articles: knowledge.articles(),
        flows,
        attachments: message.attachments.length,
        previous: earlier[0]?.decision ?? null,
        waitSentence,
      }
      const decision = decide(evidence, DEFAULT_POLICY)
      if (decision.kind !== 'flow') {
        const dialogue = nextDialogue(conversation.dialogue, decision, evidence)
        return { decision, dialogue, jobs: [], flow: conversation.dialogue.flow }
      }
      const ran = await runFlow(decision, claimed, understood === 'unavailable' ? null : understood.understanding)
      const after = nextDialogue(conversation.dialogue, ran.decision, evidence)
      const offered = ran.offersPerson ? [PERSON_OPTION] : after.offered
      const next = ran.flow || ran.decision.kind !== 'flow' ? null : offerNext(after.later, offered, intents)
      return {
        decision: next && ran.decision.kind === 'flow' ? withOffer(ran.decision, next) : ran.decision,
        dialogue: { ...after, flow: ran.flow, offered: next?.offered ?? offered },
        jobs: ran.jobs,
        flow: ran.last,
      }
    },

    waitSentence: async (claimed) =>
      claimed.conversation.owner === 'queued' || claimed.conversation.owner === 'offered'
        ? parts.waitSentence(database, claimed.conversation.id)
        : null,

    async apply(claimed, turn) {
      const applied = await applyTurn(database, applyParts, claimed, turn)
      parts.typing(claimed.conversation.customerId, false)
      return applied
    },

    async release(claimed) {
      parts.typing(claimed.conversation.customerId, false)
      await releaseLease(database, claimed.conversation.id, claimed.token)
    },

    report: parts.report,
  }
}

/** The last words of a flow, with what else was asked for. */
const withOffer = (
  { card: _, ...decision }: FlowDecision,
  { text, offered }: { text: string; offered: readonly ClarifyOption[] },
): FlowDecision => ({
  ...decision,
  text: `${decision.text}\n\n${text}`,
  quickReplies: [...new Set([...decision.quickReplies, ...offered.map(({ title }) => title)])],
})

/** Who waits for a person is invited to leave one; else a flow asks, or whoever spoke last. */
async function wasAskedForAddress(db: Queryable, conversation: Conversation, message: Message): Promise<boolean> {
  const { owner, dialogue } = conversation
  if (owner === 'queued' || owner === 'offered' || dialogue.flow?.expects === 'email') return true
  const before = (await listMessages(db, conversation.id)).filter(
    ({ seq, author }) => author !== 'customer' && seq !== null && seq < (message.seq ?? 0),
  )
  return /\be-?mail\b/i.test(before.at(-1)?.text ?? '')
}

const languageOf = (understanding: Understanding | null): string | null =>
  understanding && understanding.language.code !== 'unknown' ? understanding.language.code : null
