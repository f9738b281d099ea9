import type { Assistant } from './assistant.ts'
import {
  type ApplyParts,
  applyTurn,
  type ClaimedTurn,
  claimTurn,
  type DecidedTurn,
  listMessages,
  meanScoreBefore,
  releaseLease,
} from './conversation/index.ts'
import { findValued, setCustomerEmail } from './customers/index.ts'
import { DEFAULT_POLICY, decide, type Evidence, nextDialogue, PERSON_OPTION, refusesPerson } from './dialogue/index.ts'
import type { Database, ExpectedTime, Message, Opening, Queryable, Understanding } from './domain/index.ts'
import { type FlowParts, flowsHere, makeRunFlow } from './flow-steps.ts'
import { addJobs, describeFlow } from './flows/index.ts'
import type { Feeling, OrUnavailable, Steps, TurnReport, Understood } from './handle-message.ts'
import { findPassages, readMessage } from './read-message.ts'
import { describeOpening } from './ticket-opening.ts'
import { movedEvent } from './ticket-work.ts'
import {
  buildPacket,
  decidePriority,
  listTags,
  openTicket,
  type PriorityInput,
  raiseByMessage,
  setModelTags,
  wishedSkills,
} from './tickets/index.ts'
import { predictSatisfaction, type Understander, updateFrustration } from './understanding/index.ts'

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
  /** What a message says of the priority, with the priority of its own intent. */
  const signsOf = (
    message: Message,
    { understanding, frustration }: Pick<DecidedTurn, 'understanding' | 'frustration'>,
  ): Omit<PriorityInput, 'valued'> => {
    const first = understanding?.outOfScope ? undefined : understanding?.intents[0]
    const intent = first && intents.get(first.name)
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
      const { priority, reasons } = decidePriority({
        ...signsOf(message, { understanding, frustration }),
        intentPriority: decision.priority,
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
      const topic = typeof decision.evidence.intent === 'string' ? decision.evidence.intent : null
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
        ...signsOf(message, turn),
        valued: await findValued(tx, conversation.customerId),
      })
      return raiseByMessage(tx, conversation.id, { said, now: new Date() })
    },
    async tagByModel(tx, conversation, message, understanding) {
      const first = understanding.outOfScope ? undefined : understanding.intents[0]
      const intent = first && intents.get(first.name)
      return setModelTags(tx, conversation.id, {
        messageId: message.id,
        intent: intent ? { tags: intent.tags, probability: first.probability } : null,
        readings: understanding.tags ?? [],
      })
    },
    async learnOfCustomer(tx, conversation, understanding) {
      // Asked for when nobody is there; unverified, so it says where to answer and never who somebody is.
      const address = understanding.entities.find(({ type }) => type === 'email')
      if (address) await setCustomerEmail(tx, conversation.customerId, address.value)
    },
  }

  return {
    async claim(conversationId) {
      const claimed = await claimTurn(database, conversationId, { node: parts.node, leaseMs: LEASE_MS })
      if (claimed?.conversation.owner === 'assistant') parts.typing(claimed.conversation.customerId, true)
      return claimed
    },

    understand: ({ message, earlier }) => readMessage(assistant, message, earlier),

    async feel(claimed, understood) {
      if (understood === 'unavailable') return { frustration: claimed.conversation.frustration, predictedRating: null }
      const { sentiment, emotions, intents: read, outOfScope } = understood.understanding
      const { conversation, message } = claimed
      // Short, like the last one, and the fifth in a row: so are replies to a flow's questions, and what comes after one
      // that is done. Their words still count.
      const inFlow = conversation.dialogue.flow !== null || claimed.earlier[0]?.decision?.kind === 'flow'
      const frustration = updateFrustration(conversation.frustration, {
        text: message.text,
        sentiment,
        emotions,
        repetition: inFlow ? null : await repetitionOf(understander, claimed, understood),
        failedAttempts: conversation.dialogue.failedAttempts,
        asksForPerson: !outOfScope && read[0]?.name === 'talk_to_person' && !refusesPerson(message.text),
        waitingMs: conversation.waitingSince
          ? Math.max(0, message.createdAt.getTime() - conversation.waitingSince.getTime())
          : 0,
        customerTurn: inFlow ? 1 : conversation.dialogue.customerTurns + 1,
        vector: inFlow ? null : understood.vector,
      })
      return { frustration, predictedRating: await ratingOf(database, claimed, understood, frustration) }
    },

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
      const dialogue = {
        ...nextDialogue(conversation.dialogue, ran.decision, evidence),
        flow: ran.flow,
        ...(ran.offersPerson && { offered: [PERSON_OPTION] }),
      }
      return { decision: ran.decision, dialogue, jobs: ran.jobs, flow: ran.last }
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

/** How like this message is to the most similar of the customer's last ones: a cosine, or null without vectors. */
async function repetitionOf(
  understander: Understander,
  claimed: ClaimedTurn,
  understood: Exclude<OrUnavailable<Understood>, 'unavailable'>,
): Promise<number | null> {
  const { vector } = understood
  if (!vector || claimed.earlier.length === 0) return null
  // The earlier messages were encoded in their own turns; this reads the encoder's cache.
  const vectors = await understander.embed(claimed.earlier.map((message) => message.text)).catch(() => null)
  if (!vectors) return null
  return Math.max(...vectors.map((earlier) => earlier.reduce((sum, x, i) => sum + x * (vector[i] ?? 0), 0)))
}

/** Null for a message that no head could read: the heads for mood know English only and say so by a confidence of 0. */
async function ratingOf(
  db: Queryable,
  { message }: ClaimedTurn,
  { understanding: { sentiment } }: Understood,
  frustration: Feeling['frustration'],
): Promise<number | null> {
  if (sentiment.confidence === 0) return null
  const before = await meanScoreBefore(db, message)
  const meanScore = (before.mean * before.messages + sentiment.score) / (before.messages + 1)
  return predictSatisfaction({ frustration: frustration.value, score: sentiment.score, meanScore })
}

const languageOf = (understanding: Understanding | null): string | null =>
  understanding && understanding.language.code !== 'unknown' ? understanding.language.code : null
