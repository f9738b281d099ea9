import {
  type Decision,
  type EscalationReason,
  type IntentDefinition,
  type IntentReading,
  PERSON_INTENT,
  PRIORITIES,
  type Priority,
  type Understanding,
} from '../domain/index.ts'
import { readingsBesideArticles } from './candidates.ts'
import type { Evidence } from './evidence.ts'
import type { Policy } from './policy.ts'
import { sayEscalation } from './wording.ts'

type Escalation = Extract<Decision, { kind: 'escalate' }>

/** Asks for a person. `cause` is the reading that demanded it, if one did. */
export function escalate(
  reason: EscalationReason,
  evidence: Evidence,
  policy: Policy,
  cause: IntentReading | null = null,
): Escalation {
  const { understanding, frustration, dialogue, waitSentence } = evidence
  const known = understanding === 'unavailable' ? null : understanding
  const topic = (cause && evidence.intents.get(cause.name)) ?? topicOf(evidence, known, policy)
  const demand = topic ?? evidence.intents.get(PERSON_INTENT)
  const priority = demand?.priority ?? 'normal'
  const isVeryUpset = frustration.high && known?.sentiment.label === 'very_negative'
  return {
    kind: 'escalate',
    reason,
    text: sayEscalation(reason, {
      language: known?.language.code ?? null,
      wait: waitSentence,
    }),
    skill: demand?.skill ?? policy.defaultSkill,
    priority: isVeryUpset ? atLeast(priority, 'high') : priority,
    evidence: {
      intent: topic?.name ?? null,
      intentProbability: known?.intents.find(({ name }) => name === topic?.name)?.probability ?? null,
      frustration: frustration.value,
      failedAttempts: dialogue.failedAttempts,
      language: known?.language.code ?? null,
    },
  }
}

/** The most probable reading that only people serve, if it is probable enough; urgent ones count earlier. */
export function personIntent(
  evidence: Evidence,
  understanding: Understanding,
  policy: Policy,
): IntentReading | undefined {
  return readingsBesideArticles(evidence, understanding).find(({ name, probability }) => {
    const intent = evidence.intents.get(name)
    if (!intent || !('person' in intent.serve) || name === PERSON_INTENT) return false
    return probability >= (intent.priority === 'urgent' ? policy.urgentIntentAt : policy.personIntentAt)
  })
}

/** What the conversation is about: this message's best reading that is a subject, else the intent answered last. */
function topicOf(evidence: Evidence, known: Understanding | null, policy: Policy): IntentDefinition | undefined {
  const isSubject = ({ name, probability }: IntentReading) => {
    const intent = evidence.intents.get(name)
    return probability >= policy.topicAt && intent && name !== PERSON_INTENT && !('reply' in intent.serve)
  }
  const name = known?.intents.find(isSubject)?.name ?? evidence.dialogue.lastIntent
  return name === null ? undefined : evidence.intents.get(name)
}

function atLeast(priority: Priority, least: Priority): Priority {
  return PRIORITIES.indexOf(priority) >= PRIORITIES.indexOf(least) ? priority : least
}
