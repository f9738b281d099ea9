import type { ClauseReading } from '../../domain/understanding.ts'
import type { TopReading } from '../intent/classify.ts'
import type { Clause } from './split.ts'

/** Below, the first intent of a clause is a guess. */
const LEAST_PROBABILITY = 0.45
/**
 * What a customer wants is put shortly and reads stranger than a whole message does. What is only so is a matter less
 * often, and two such things are mostly one story.
 */
const MOST_DOUBT = { request: 0.65, statement: 0.3, story: 0.15 }
/**
 * A request that is surely about one intent rather than another counts up to the doubt at which a whole message would be
 * rejected: "tell me the weather there" is like no example of weather, and like nothing else.
 */
const LIKELY = { probability: 0.65, doubt: 1 }

/**
 * The matters of a message of several clauses, in their order: one for each intent that a clause alone is clearly about.
 * `readings` go with `clauses`, null where nothing could be read. `phrases` are intents that are answered by a phrase
 * (greetings, thanks) and no matters. One matter alone gives none: it is what the message is about.
 */
export function findMatters(
  clauses: readonly Clause[],
  readings: readonly (TopReading | null)[],
  phrases: ReadonlySet<string>,
): ClauseReading[] {
  const matters = new Map<string, Matter>()
  clauses.forEach((clause, i) => {
    const reading = readings[i]
    if (!reading || !isClear(clause, reading) || phrases.has(reading.name) || isReason(clauses, i)) return
    const known = matters.get(reading.name)
    if (!known || known.reading.probability < reading.probability) matters.set(reading.name, { clause, reading })
  })
  const found = [...matters.values()].sort((a, b) => a.clause.start - b.clause.start)
  return found.length < 2 || isStory(found) ? [] : found.map(describe)
}

interface Matter {
  clause: Clause
  reading: TopReading
}

const describe = ({ clause: { text, start, end }, reading: { name, probability } }: Matter): ClauseReading => ({
  text,
  start,
  end,
  intent: name,
  probability,
})

const isWanted = ({ isRequest, isMarked }: Clause) => isRequest || isMarked

function isClear(clause: Clause, { probability, doubt }: TopReading): boolean {
  if (probability < LEAST_PROBABILITY) return false
  if (!isWanted(clause)) return doubt <= MOST_DOUBT.statement
  return doubt <= (probability >= LIKELY.probability ? LIKELY.doubt : MOST_DOUBT.request)
}

/** What is so, told for what is wanted: "My card came. How do I activate it?", "cancel it, I found a cheaper one". */
function isReason(clauses: readonly Clause[], i: number): boolean {
  const [before, own, next] = [clauses[i - 1], clauses[i], clauses[i + 1]]
  if (!own || isWanted(own)) return false
  return Boolean((next?.isRequest && next.refersBack) || (before?.isRequest && own.isAppended))
}

const isStory = (matters: readonly Matter[]) =>
  !matters.some(({ clause }) => isWanted(clause)) && matters.some(({ reading }) => reading.doubt > MOST_DOUBT.story)
