import {
  type AskedTask,
  type ClarifyOption,
  type ClauseReading,
  type Decision,
  type DialogueState,
  type Entity,
  type IntentDefinition,
  PERSON_INTENT,
} from '../domain/index.ts'
import { articleOf } from './candidates.ts'
import type { Evidence } from './evidence.ts'
import { sayLater } from './wording.ts'

type FlowDecision = Extract<Decision, { kind: 'flow' }>

/** A clause as a task of its own. What another clause names ("cancel A and track B") belongs to that one. */
export function taskOf({ intent, text, start, end }: ClauseReading, entities: readonly Entity[]): AskedTask {
  const own = entities.filter((entity) => entity.start >= start && entity.end <= end)
  const types = new Set(own.map(({ type }) => type))
  return { intent, text, entities: [...own, ...entities.filter(({ type }) => !types.has(type))] }
}

/** What remains to be done after `decision`, for the next message. */
export function tasksLeft({ flow, later }: DialogueState, decision: Decision): AskedTask[] {
  if (decision.kind === 'escalate') return []
  if (decision.kind === 'flow' && decision.later) return decision.later
  return flow ? later : []
}

/** A flow that was offered as the next of the tasks put off: it begins with the words by which it was asked for. */
export function withTask(flow: FlowDecision, intent: IntentDefinition, { dialogue }: Evidence): FlowDecision {
  const task = dialogue.later.find((each) => each.intent === intent.name)
  return task ? { ...flow, task, later: dialogue.later.filter((each) => each !== task) } : flow
}

/**
 * What is added to the last words of a flow when the customer had asked for another task too: it is offered. `offered`
 * is what the flow offers already.
 */
export function offerNext(
  [task]: readonly AskedTask[],
  offered: readonly ClarifyOption[],
  intents: ReadonlyMap<string, IntentDefinition>,
): { text: string; offered: ClarifyOption[] } | null {
  const intent = task && intents.get(task.intent)
  if (!task || !intent) return null
  const option = { title: intent.title, intent: intent.name, articleId: articleOf(intent) }
  const others = offered.some((each) => each.intent === PERSON_INTENT)
  return { text: sayLater(task.text, others ? intent.title : null), offered: [option, ...offered] }
}
