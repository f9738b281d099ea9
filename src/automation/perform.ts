import {
  type Database,
  EarshotError,
  type Queryable,
  type RuleAction,
  type RuleActionKind,
  type Tx,
} from '../domain/index.ts'
import { judge } from './conditions.ts'
import { loadFacts } from './facts-store.ts'
import { type Act, type ActEnd, endAct, skipRest } from './firing-store.ts'
import { findEvent, markConsequences } from './reader-store.ts'
import { findRule, findVersion } from './rule-store.ts'
import type { CallWebhook } from './webhook.ts'

type ActionOf<Kind extends RuleActionKind> = Extract<RuleAction, { kind: Kind }>

/** What an action is done for. */
export interface ActContext {
  conversationId: string
  ruleName: string
  /** Names this action for ever: doing it again is the same doing. */
  key: string
}

/** Kinds that are no change of a conversation, and done here. */
type OwnKind = 'webhook' | 'follow_up_later'

/** Kinds that have to ask somebody outside, which no transaction may wait for. */
type PreparedKind = 'start_flow'

/**
 * What rules do to conversations, handed in by compose; each within the transaction it is given, saying in words what it
 * did. A kind that is left out is not in the catalogue, and a rule with it can't be saved.
 */
export type RuleActs = {
  [Kind in Exclude<RuleActionKind, OwnKind | PreparedKind>]?: (
    tx: Tx,
    action: ActionOf<Kind>,
    context: ActContext,
  ) => Promise<string>
} & {
  /** Asks outside first; the change it returns is made in the transaction that ends the action. */
  [Kind in PreparedKind]?: (action: ActionOf<Kind>, context: ActContext) => Promise<(tx: Tx) => Promise<string>>
}

export interface PerformParts {
  database: Database
  acts: RuleActs
  callWebhook: CallWebhook
}

/** Every kind this server can do. */
export function availableActions(acts: RuleActs): Set<RuleActionKind> {
  return new Set<RuleActionKind>(['webhook', 'follow_up_later', ...(Object.keys(acts) as (keyof RuleActs)[])])
}

/**
 * Does one action and ends it in the same transaction, so that it is done once; a webhook is called before, at least once,
 * with the action's key. Returns what came of it, null when another node has it. Throws what went wrong: an EarshotError
 * that no other try would change, anything else that one might.
 */
export async function perform(parts: PerformParts, act: Act, token: string): Promise<ActEnd | null> {
  const { database } = parts
  if (act.action.kind === 'webhook') {
    const end: ActEnd = {
      status: 'done',
      outcome: await parts.callWebhook(act.action, await describeFor(database, act)),
    }
    return (await endAct(database, act, token, end)) ? end : null
  }
  const change = act.action.kind === 'follow_up_later' ? null : await prepare(parts.acts, act)
  try {
    return await database.transaction(async (tx) => {
      const end: ActEnd = change ? { status: 'done', outcome: await change(tx) } : await goOn(tx, act)
      await markConsequences(tx, act.conversationId, act.chain)
      if (!(await endAct(tx, act, token, end))) throw new LostAct()
      return end
    })
  } catch (error) {
    if (error instanceof LostAct) return null
    throw error
  }
}

class LostAct extends Error {}

async function prepare(acts: RuleActs, act: Act): Promise<(tx: Tx) => Promise<string>> {
  const { action } = act
  const unknown = new EarshotError('invalid-request', 'action-unknown', `This server can't do "${action.kind}".`)
  if (action.kind === 'start_flow') {
    if (!acts.start_flow) throw unknown
    return acts.start_flow(action, act)
  }
  // The key of the table and the kind of its function's action are the same.
  const work = acts[action.kind as keyof RuleActs] as
    | ((tx: Tx, action: RuleAction, context: ActContext) => Promise<string>)
    | undefined
  if (!work) throw unknown
  return (tx) => work(tx, action, act)
}

/** The time of a follow-up is over: the rest is done if the rule still wants it. */
async function goOn(tx: Tx, act: Act): Promise<ActEnd> {
  const rule = await findRule(tx, act.ruleId)
  const content = await findVersion(tx, act.ruleId, act.ruleVersion)
  const why = !rule?.enabled
    ? 'The rule was switched off meanwhile.'
    : content && (await stillHolds(tx, act, content.conditions))
      ? null
      : 'The conditions do not hold any more.'
  if (why === null) return { status: 'done', outcome: 'The conditions still hold.' }
  await skipRest(tx, act, why)
  return { status: 'done', outcome: why }
}

async function stillHolds(db: Queryable, act: Act, conditions: Parameters<typeof judge>[0]): Promise<boolean> {
  const event = await findEvent(db, act.eventId)
  const asked = {
    conversationId: act.conversationId,
    type: event?.type ?? 'timer',
    data: event?.data ?? {},
    actor: event?.actor ?? 'system',
    at: new Date(),
  }
  const [loaded] = await loadFacts(db, [asked])
  return loaded ? judge(conditions, loaded.facts).holds : false
}

/** What a webhook is told: ids and facts, no text of customers beyond what its rule asks about. */
async function describeFor(db: Queryable, act: Act) {
  const event = await findEvent(db, act.eventId)
  const { conversationId } = act
  const asked = { conversationId, type: event?.type ?? 'timer', data: {}, actor: 'system', at: new Date() }
  const [loaded] = await loadFacts(db, [asked])
  const {
    'message.text': _text,
    'event.frustrationBefore': _before,
    'event.tags': _tags,
    ...facts
  } = loaded?.facts ?? {}
  return {
    id: act.key,
    type: 'rule.fired',
    rule: { id: act.ruleId, version: act.ruleVersion, name: act.ruleName },
    event: { id: act.eventId, type: event?.type ?? 'timer' },
    conversationId: act.conversationId,
    facts,
  }
}
