import {
  type ClauseReading,
  type Decision,
  type IntentDefinition,
  PERSON_INTENT,
  type Understanding,
} from '../domain/index.ts'
import { articleOf, type Candidate, gatherCandidates } from './candidates.ts'
import { asksAbout } from './customer-says.ts'
import { escalate } from './escalate.ts'
import type { ClauseEvidence, Evidence } from './evidence.ts'
import { beginFlow, flowOf } from './flow-moves.ts'
import { taskOf } from './later-tasks.ts'
import { refusesPerson } from './person-wanted.ts'
import type { Policy } from './policy.ts'
import { joinAnswers } from './reply.ts'
import { refusesTask } from './task-words.ts'
import { sayPutOff } from './wording.ts'

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
  const tasks = matters.filter(({ isWanted }) => isWanted)
  const left = matters
    .filter(({ candidate, isTalk, isWanted }) => !candidate && !isTalk && !isWanted)
    .map(({ clause }) => clause.text)
  if (!person && tasks.length > 0) {
    const told = distinct(matters.flatMap(({ candidate, isWanted }) => (candidate && !isWanted ? [candidate] : [])))
    const begun = beginTasks(tasks, { answered: told, left, evidence, understanding, policy })
    if (begun) return begun
  }
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

/**
 * Something is to be done, beside other matters: these are answered first, then the first task begins with its own words.
 * Other tasks are kept for later. Null where there is nothing beside one task.
 */
function beginTasks(
  tasks: readonly Matter[],
  {
    answered,
    left,
    evidence,
    understanding,
    policy,
  }: {
    answered: readonly Candidate[]
    left: string[]
    evidence: Evidence
    understanding: Understanding
    policy: Policy
  },
): Decision | null {
  const [first, ...others] = tasks.flatMap(({ task, clause }) => (task ? [{ task, clause }] : []))
  const flow = first && beginFlow(first.task, first.clause.probability, evidence)
  if (!first || !flow) return null
  // What the tasks do themselves is not told as well.
  const done = new Set(tasks.map(({ task }) => articleOf(task ?? undefined)))
  const rest = answered.filter(({ articleId }) => !done.has(articleId))
  if (rest.length + others.length + left.length === 0) return null
  const [whole] = understanding.outOfScope ? [] : understanding.intents
  if (rest.length + others.length === 0 && whole && whole.probability >= policy.answerAt) return null
  const { text, sources } = joinAnswers(rest, { understanding, policy, left, titled: true })
  const { entities } = understanding
  const putOff = others.length === 0 ? [] : [sayPutOff(others.map(({ clause }) => clause.text))]
  const title = `**${first.task.title}**`
  return {
    ...flow,
    text: [text, ...putOff, title].filter((part) => part !== '').join('\n\n'),
    sources,
    task: taskOf(first.clause, entities),
    later: others.map(({ clause }) => taskOf(clause, entities)),
  }
}

interface Matter {
  clause: ClauseReading
  /** The article that serves it with enough certainty. */
  candidate: Candidate | null
  /** The intent that only people serve. */
  person: IntentDefinition | null
  /** The intent that a flow can carry out. */
  task: IntentDefinition | null
  /** The task is asked for, and not only asked about. */
  isWanted: boolean
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
    clause,
    candidate: isAnswer ? best : null,
    person: isPerson ? intent : null,
    task: intent && flow !== null && !isRefused ? intent : null,
    isWanted: flow !== null && !isRefused && asksForTask(clause, evidence, policy),
    isTalk,
    isRefused,
  }
}

/** The same bars as for a message that is about nothing else. */
function asksForTask({ text, start, end, probability }: ClauseReading, evidence: Evidence, policy: Policy): boolean {
  const entities = evidence.understanding === 'unavailable' ? [] : evidence.understanding.entities
  const namesOrder = entities.some((each) => each.type === 'order_number' && each.start >= start && each.end <= end)
  if (probability < (namesOrder ? policy.startFlowWithOrderAt : policy.startFlowAt)) return false
  return !DEPENDS.test(text) && !WANTS_TO_KNOW.test(text) && (namesOrder || !asksAbout(text))
}

const WANTS_TO_KNOW = /\b(?:tell me|explain|(?:want|like|love) to know|wondering)\b(?! where)/i
/** What is to be done only if something else happens. */
const DEPENDS = /^\W*(?:if|unless|when|once|in case|should)\b/i

function distinct(candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ articleId }, at) => candidates.findIndex((other) => other.articleId === articleId) === at)
}
