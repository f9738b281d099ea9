import type { Reading } from '../evaluation/evaluate-intents.ts'
import type { LocatedIntent, Place } from './locate-intents.ts'

export interface Problem extends Place {
  kind: 'broken' | 'contradiction' | 'duplicate' | 'thin' | 'unknown-article' | 'confusable'
  /** Errors make the assistant wrong or stop it; warnings make it weaker. */
  level: 'error' | 'warning'
  /** A sentence for whoever keeps the intents. */
  message: string
}

/** Below this many examples an intent is guessed rather than known. */
const THIN = 10
/** Pairs confused less often than this are chance. */
const CONFUSED_OFTEN = 3
const SHOWN_SENTENCES = 3

/** What can be said without a model: doubles, contradictions, thin intents, articles that don't exist. */
export function findTextProblems(intents: readonly LocatedIntent[], articleIds: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = []
  const first = new Map<string, Place & { intent: string }>()
  for (const { name, file, line, examples, article } of intents) {
    if (article && !articleIds.has(article.id)) {
      problems.push({
        kind: 'unknown-article',
        level: 'error',
        ...placeOf(article),
        message: `${name} is served by the article "${article.id}", which the knowledge base doesn't have.`,
      })
    }
    if (examples.length < THIN) {
      const message = `${name} has ${examples.length} examples; with ${THIN} or more it is told apart reliably.`
      problems.push({ kind: 'thin', level: 'warning', file, line, message })
    }
    for (const example of examples) {
      const key = bareWords(example.text)
      const before = first.get(key)
      if (!before) {
        first.set(key, { ...placeOf(example), intent: name })
        continue
      }
      const where = `${before.file}:${before.line}`
      const isContradiction = before.intent !== name
      problems.push({
        kind: isContradiction ? 'contradiction' : 'duplicate',
        level: isContradiction ? 'error' : 'warning',
        ...placeOf(example),
        message: isContradiction
          ? `"${example.text}" stands under ${name} and, at ${where}, under ${before.intent}.`
          : `"${example.text}" stands twice; first at ${where}.`,
      })
    }
  }
  return problems
}

/** Pairs of intents that cross-validation mixes up, with the sentences that do it. */
export function findConfusablePairs(intents: readonly LocatedIntent[], readings: readonly Reading[]): Problem[] {
  const places = new Map(
    intents.flatMap(({ name, examples }) => examples.map((e) => [`${name} ${e.text}`, e] as const)),
  )
  const pairs = new Map<string, Reading[]>()
  for (const reading of readings) {
    if (reading.label === reading.top) continue
    const pair = [reading.label, reading.top].sort().join(' and ')
    pairs.set(pair, [...(pairs.get(pair) ?? []), reading])
  }
  return [...pairs]
    .filter(([, confused]) => confused.length >= CONFUSED_OFTEN)
    .sort((a, b) => b[1].length - a[1].length)
    .flatMap(([pair, confused]) => {
      const shown = confused.slice(0, SHOWN_SENTENCES).map(({ text, label, top }) => {
        const place = places.get(`${label} ${text}`)
        return `"${text}" (${place ? `${place.file}:${place.line}, ` : ''}read as ${top})`
      })
      const place = places.get(`${confused[0]?.label} ${confused[0]?.text}`)
      if (!place) return []
      const message = `${pair} are mixed up ${confused.length} times: ${shown.join('; ')}.`
      return { kind: 'confusable' as const, level: 'warning' as const, ...placeOf(place), message }
    })
}

const placeOf = ({ file, line }: Place): Place => ({ file, line })

/** What is left when case, punctuation and spacing are gone: two such texts teach the same. */
const bareWords = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim() || text
