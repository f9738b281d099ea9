import { randomUUID } from 'node:crypto'
import type { ClaimedTurn } from '../conversation/index.ts'
import { findIdentity, type OneTimeCodes } from '../customers/index.ts'
import { DEFAULT_POLICY, type FlowDecision, heardAs, looksLikeQuestion } from '../dialogue/index.ts'
import {
  type Article,
  type Database,
  type Decision,
  EarshotError,
  FLOW_NAMES,
  type FlowName,
  type FlowReason,
  type FlowState,
  type IntentDefinition,
  type Message,
  type NewJob,
  type Orders,
  type Source,
  type Understanding,
  unavailable,
} from '../domain/index.ts'
import {
  type FlowFacts,
  type FlowInput,
  type FlowResult,
  type FlowTurn,
  failedFlow,
  loadDialogs,
  mayAskForCode,
  runFlow,
} from '../flows/index.ts'

/** A flow that takes longer is given up; with understanding and search it must stay below the turn's lease. */
const LIMIT_MS = 4_500
const BROKE_DOWN = 'I cannot go on with this because of a fault of mine. Nothing was changed. Shall a person take over?'

const MOVES: Partial<Record<FlowReason, 'start' | 'stop'>> = { flow_started: 'start', flow_cancelled: 'stop' }

export interface FlowRunParts {
  database: Database
  /** Null where no system of orders is set. */
  orders: Orders | null
  codes: OneTimeCodes
  canSendMail: boolean
  /** What an order number looks like here; null when that is not known. */
  orderExample: string | null
  onError(error: unknown): void
}

export interface FlowParts extends FlowRunParts {
  intents: ReadonlyMap<string, IntentDefinition>
  articles(): ReadonlyMap<string, Article>
}

export interface RanFlow {
  decision: Extract<Decision, { kind: 'flow' | 'escalate' }>
  /** Kept with the conversation. */
  flow: FlowState | null
  /** Where it stood at the end, for the packet. */
  last: FlowState
  jobs: NewJob[]
  offersPerson: boolean
}

/** The flows that can run here: without orders only the one that needs none. */
export const flowsHere = (orders: Orders | null): ReadonlySet<FlowName> =>
  new Set<FlowName>(orders ? FLOW_NAMES : ['talk_to_sales'])

/** Runs the flow a turn decided on, and makes the turn's decision of what came of it. */
export function makeRunFlow(parts: FlowParts) {
  return async function run(
    wanted: FlowDecision,
    claimed: ClaimedTurn,
    understanding: Understanding | null,
  ): Promise<RanFlow> {
    const state = wanted.reason === 'flow_started' ? null : claimed.conversation.dialogue.flow
    const result = await runSafely(parts, claimed.conversation.customerId, {
      flow: wanted.flow,
      move: MOVES[wanted.reason] ?? 'continue',
      state,
      input: inputOf(claimed, understanding, wanted),
    })
    const evidence = { ...wanted.evidence, run: result.last.runId }
    const shared = { flow: result.state, last: result.last, jobs: result.jobs, offersPerson: result.offersPerson }
    const said = [wanted.text, result.text].filter((each) => each !== '').join('\n\n')
    if (result.person) {
      const text = `${said} They see everything written here, so you need not repeat it.`
      const decision = {
        kind: 'escalate' as const,
        reason: 'flow_needs_person' as const,
        text,
        sources: wanted.sources,
        skill: result.person.skill,
        priority: 'normal' as const,
        evidence,
      }
      return { decision, ...shared }
    }
    const decision = {
      kind: 'flow' as const,
      reason: result.reason,
      flow: wanted.flow,
      step: result.state?.step ?? null,
      text: said,
      ...(result.card && { card: result.card }),
      sources: [...wanted.sources, ...(wanted.reason === 'flow_started' ? wayOut(parts, wanted) : [])],
      ...(wanted.task && { task: wanted.task }),
      ...(wanted.later && { later: wanted.later }),
      quickReplies: result.quickReplies,
      evidence,
    }
    return { decision, ...shared }
  }
}

/** Begins a flow that no message asked for; it knows what the customer's messages have named, newest first. */
export function makeStartFlow(parts: FlowRunParts) {
  return (flow: FlowName, customerId: string, messages: readonly Message[]): Promise<FlowResult> => {
    const input = {
      messageId: messages[0]?.id ?? '',
      text: '',
      entities: [],
      known: entitiesOf(messages),
      attachments: [],
      answer: null,
      asks: false,
    }
    return runSafely(parts, customerId, { flow, move: 'start', state: null, input })
  }
}

function inputOf(
  { message, earlier, conversation }: ClaimedTurn,
  understanding: Understanding | null,
  { task }: FlowDecision,
): FlowInput {
  const { flow } = conversation.dialogue
  return {
    messageId: message.id,
    text: task?.text ?? message.text,
    entities: task?.entities ?? understanding?.entities ?? [],
    known: entitiesOf(earlier),
    attachments: message.attachments,
    answer: heardAs(message.text, flow, understanding, DEFAULT_POLICY),
    // "What came is broken" is a description, where one was asked for.
    asks: looksLikeQuestion(message.text) && (flow?.expects !== 'text' || message.text.trim().endsWith('?')),
  }
}

const entitiesOf = (messages: readonly Message[]) => messages.flatMap((each) => each.understanding?.entities ?? [])

/** A fault of a flow is logged and ends the flow; the customer is told and offered a person. */
async function runSafely(parts: FlowRunParts, customerId: string, turn: Omit<FlowTurn, 'facts'>): Promise<FlowResult> {
  try {
    const facts = await gatherFacts(parts, customerId)
    await loadDialogs()
    return await within(LIMIT_MS, runFlow({ ...turn, facts }))
  } catch (error) {
    parts.onError(error)
    return failedFlow(turn.flow, turn.state, BROKE_DOWN)
  }
}

async function gatherFacts(parts: FlowRunParts, customerId: string): Promise<FlowFacts> {
  const noOrders = async () => {
    throw unavailable('no-orders', 'No system of orders is set.')
  }
  return {
    now: new Date(),
    newId: randomUUID,
    identity: await findIdentity(parts.database, customerId),
    orderExample: parts.orderExample,
    orders: parts.orders ?? { find: noOrders, listOf: noOrders },
    codes: {
      canSend: parts.canSendMail,
      create: parts.codes.create,
      maySend: (email) => mayAskForCode(parts.database, email),
      isLocked: (about) => parts.codes.isLocked(customerId, about),
      check: (attempt) => parts.codes.check({ customerId, ...attempt }),
    },
  }
}

/** The article by which customers can do the same themselves. */
function wayOut({ intents, articles }: FlowParts, { evidence }: FlowDecision): Source[] {
  const serve = intents.get(String(evidence.intent))?.serve
  const article = serve && 'article' in serve && serve.article ? articles().get(serve.article) : undefined
  if (article?.audience !== 'public') return []
  return [{ articleId: article.id, title: article.title, heading: null }]
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new EarshotError('bug', 'flow-too-slow', `The flow took over ${ms} ms.`)), ms)
  })
  try {
    return await Promise.race([work, tooLong])
  } finally {
    clearTimeout(timer)
  }
}
