import { type Decision, type IntentDefinition, PERSON_INTENT, type Understanding } from '../domain/index.ts'
import { type Candidate, gatherCandidates } from './candidates.ts'
import { escalate } from './escalate.ts'
import type { ClauseEvidence, Evidence } from './evidence.ts'
import { flowOf } from './flow-moves.ts'
import { refusesPerson } from './person-wanted.ts'
import type { Policy } from './policy.ts'
import { joinAnswers } from './reply.ts'
import { refusesTask } from './task-words.ts'

const MATTERS_AT_MOST = 3

/**
 * A message with several matters: all that articles serve are answered in one reply; what only a person can settle is
 * handed over after the rest was answered. Null when fewer than two matters can be served, and for anything urgent.
 */
export function answerSeveral(evidence: Evidence, understanding: Understanding, policy: Policy): Decision | null {
  if (evidence.clauses.length < 2) return null
  const matters = evidence.clauses.slice(0, MATTERS_AT_MOST).map((clause) => serve(clause, evidence, policy))
  if (matters.some(({ person }) => person?.priority === 'urgent')) return null

  const answered = distinct(matters.flatMap(({ candidate }) => candidate ?? []))
  // Asking for a person says nothing of what for: the other matters do.
  const people = matters.flatMap((matter) => matter.person ?? [])
  const person = people.find(({ name }) => name !== PERSON_INTENT) ?? people[0]
  const [only] = answered
  if (person && only) {
    const handover =
      person.name === PERSON_INTENT
        ? escalate(
            'asked_for_person',
            evidence,
            policy,
            only.intent === null ? null : { name: only.intent, probability: 1 },
          )
        : escalate('intent_for_people', evidence, policy, { name: person.name, probability: 1 })
    const { text, sources } = joinAnswers(answered, { understanding, policy })
    return { ...handover, text: `${text}\n\n${handover.text}`, sources }
  }
  const left = matters.filter(({ candidate, isTalk }) => !candidate && !isTalk).map(({ text }) => text)
  // "I don't want a person, just tell me …": the one matter is the other half of what was refused.
  const refused = matters.some(({ isRefused }) => isRefused)
  if (!only || (answered.length === 1 && left.length === 0 && !refused)) return null
  // One matter served and one not may be one matter that was cut in two: then the whole message knows better.
  const [whole] = understanding.outOfScope || refused ? [] : understanding.intents
  if (answered.length === 1 && whole && whole.probability >= policy.answerAt) return null
  const joined = joinAnswers(answered, { understanding, policy, left })
  return {
    kind: 'answer',
    reason: 'confident_answer',
    ...joined,
    // What can be done, and not only told about, starts by its title.
    quickReplies: [...matters.flatMap(({ task }) => task?.title ?? []), ...joined.quickReplies],
    // The answer as a whole is as sure as its weakest part.
    probability: Math.min(...answered.map(({ probability }) => probability)),
    evidence: { intent: only.intent, article: only.articleId, matters: matters.length, answered: answered.length },
  }
}

interface Matter {
  text: string
  /** The article that serves it with enough certainty. */
  candidate: Candidate | null
  /** The intent that only people serve. */
  person: IntentDefinition | null
  /** The intent that a flow can carry out. */
  task: IntentDefinition | null
  /** A greeting or thanks around the matters, or what is not wanted: nothing to serve. */
  isTalk: boolean
  /** A person or a task that is not wanted. */
  isRefused: boolean
}

function serve({ clause, passages, covers }: ClauseEvidence, evidence: Evidence, policy: Policy): Matter {
  const intent = evidence.intents.get(clause.intent)
  const flow = intent ? flowOf(intent, evidence) : null
  const isRefused =
    (flow !== null && refusesTask(clause.text, flow)) || (intent?.name === PERSON_INTENT && refusesPerson(clause.text))
  const isPerson =
    intent !== undefined && 'person' in intent.serve && !isRefused && clause.probability >= policy.personIntentAt
  const isTalk = isRefused || (intent !== undefined && 'reply' in intent.serve)
  const [best] =
    isPerson || isTalk
      ? []
      : gatherCandidates({ ...evidence, passages, covers }, [{ name: clause.intent, probability: clause.probability }])
  const isAnswer = best !== undefined && best.passage !== null && best.probability >= policy.answerAt
  return {
    text: clause.text,
    candidate: isAnswer ? best : null,
    person: isPerson ? intent : null,
    task: intent && flow !== null && !isRefused ? intent : null,
    isTalk,
    isRefused,
  }
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ articleId }, at) => candidates.findIndex((other) => other.articleId === articleId) === at)
}
