import type { FoundPassage, IntentDefinition, IntentReading, Passage, Understanding } from '../domain/index.ts'
import type { Evidence } from './evidence.ts'
import { judge, judgeAlone } from './judge.ts'
import type { Policy } from './policy.ts'

/** An article that may answer, with the best passage of it that is not the one answered last. */
export interface Candidate {
  articleId: string
  title: string
  intent: string | null
  /** Null when the article has nothing left to say. */
  passage: Passage | null
  /** True when the best passage was the one answered last, so that `passage` is another part of the article. */
  movedOn: boolean
  /** Chance that the article answers: `together`, judged by how far the article knows the message's words. */
  probability: number
  /** What the intent and the search say of the article, fused, if anything serves the message. */
  together: number
  /** What each of the two said; null when it said nothing of this article. */
  intentProbability: number | null
  searchProbability: number | null
  /** No intent knows this article: search alone speaks for it, and no example says where its knowledge ends. */
  isAlone: boolean
}

/** The articles that intents, search or the customer's choice propose, most probable first; none that is for agents only. */
export function gatherCandidates(
  evidence: Evidence,
  readings: readonly IntentReading[],
  chosenArticleId: string | null = null,
): Candidate[] {
  const found = evidence.passages === 'unavailable' ? [] : evidence.passages
  const intentOf = new Map<string, IntentReading>()
  for (const reading of readings) {
    const articleId = articleOf(evidence.intents.get(reading.name))
    if (articleId !== null && !intentOf.has(articleId)) intentOf.set(articleId, reading)
  }
  const served = 1 - chanceOfNothing(evidence, readings)
  const known = articlesOfIntents(evidence)
  const { lastPassageId, otherPassageIds } = evidence.dialogue
  const last = new Set([...otherPassageIds, ...(lastPassageId === null ? [] : [lastPassageId])])
  const ids = new Set([...intentOf.keys(), ...found.map(({ passage }) => passage.articleId)])
  if (chosenArticleId !== null) ids.add(chosenArticleId)
  return [...ids]
    .flatMap((id) => {
      const article = evidence.articles.get(id)
      if (!article || article.audience === 'agents') return []
      const own = found.filter(({ passage }) => passage.articleId === id)
      const reading = intentOf.get(id)
      const searchProbability = own.length > 0 ? Math.max(...own.map(({ probability }) => probability)) : null
      // What nothing serves was written down before an article that no intent knows of: search alone speaks for that one.
      const together = (known.has(id) ? served : 1) * fuse(reading?.probability ?? 0, searchProbability ?? 0)
      const candidate: Candidate = {
        articleId: id,
        title: article.title,
        intent: reading?.name ?? null,
        passage: choosePassage(own, article.passages, last),
        movedOn: last.has((own[0]?.passage ?? article.passages[0])?.id ?? ''),
        probability: known.has(id) ? judge(together, evidence.covers.get(id)) : judgeAlone(searchProbability ?? 0),
        isAlone: !known.has(id),
        together,
        intentProbability: reading?.probability ?? null,
        searchProbability,
      }
      return [candidate]
    })
    .sort((a, b) => b.probability - a.probability || (a.articleId < b.articleId ? -1 : 1))
}

/**
 * Two witnesses of one article: the stronger, raised by half of what the weaker would add if they were independent.
 * They share one vector, so they are not. Example: 0.6 and 0.6 → 0.72; 0.9 and 0 → 0.9.
 */
export function fuse(intentProbability: number, searchProbability: number): number {
  const stronger = Math.max(intentProbability, searchProbability)
  return stronger + 0.5 * (1 - stronger) * Math.min(intentProbability, searchProbability)
}

/** The chance that the message is one of those that nothing serves. */
const chanceOfNothing = ({ intents }: Evidence, readings: readonly IntentReading[]) =>
  readings.find(({ name }) => servesNothing(intents.get(name)))?.probability ?? 0

const servesNothing = (intent: IntentDefinition | undefined) => intent !== undefined && 'nothing' in intent.serve

/**
 * The readings of a message that may name articles: all, or none where it is out of scope. Where examples of what nothing
 * serves were given, their intent competes with the others and says so more finely than that yes or no.
 */
export function readingsOf({ intents }: Evidence, understanding: Understanding): readonly IntentReading[] {
  const knowsGaps = [...intents.values()].some(servesNothing)
  return understanding.outOfScope && !knowsGaps ? [] : understanding.intents
}

/**
 * The readings by which a message is small talk or a matter for people. Intents compete only with each other: a company
 * that has brought its articles but few examples would have each question taken for the nearest of these. So where no
 * intent knows most of the articles, a message has to be like an example too, and what search finds counts against all but
 * urgent matters.
 */
export function readingsBesideArticles(evidence: Evidence, understanding: Understanding): readonly IntentReading[] {
  const known = articlesOfIntents(evidence)
  const unknown = [...evidence.articles.keys()].filter((id) => !known.has(id))
  if (unknown.length * 2 <= evidence.articles.size) return understanding.intents
  const nearest = understanding.why.neighbours[0]?.similarity ?? 0
  if (understanding.engine === 'transformer' && nearest < ALIKE_AT) return []
  const found = evidence.passages === 'unavailable' ? [] : evidence.passages
  const chances = found.flatMap(({ passage, probability }) => (known.has(passage.articleId) ? [] : probability))
  const others = 1 - Math.max(0, ...chances)
  return understanding.intents.map(({ name, probability }) => {
    const isUrgent = evidence.intents.get(name)?.priority === 'urgent'
    return { name, probability: isUrgent ? probability : probability * others }
  })
}

// Cosine to the nearest example. Nine in ten questions of other companies lie below, and one in seven complaints.
const ALIKE_AT = 0.45

const articlesOfIntents = ({ intents }: Evidence): ReadonlySet<string> =>
  new Set([...intents.values()].flatMap(({ serve }) => ('article' in serve && serve.article ? [serve.article] : [])))

/** The public article that serves an intent, or null. */
export function articleOf(intent: IntentDefinition | undefined): string | null {
  return intent && !('person' in intent.serve) && 'article' in intent.serve ? (intent.serve.article ?? null) : null
}

/** The passage found best, unless it was answered last: then the next found, or the one after it in the article. */
function choosePassage(
  found: readonly FoundPassage[],
  all: readonly Passage[],
  last: ReadonlySet<string>,
): Passage | null {
  const fresh = found.find(({ passage }) => !last.has(passage.id))
  if (fresh) return fresh.passage
  const afterLast = all.slice(all.findIndex(({ id }) => last.has(id)) + 1)
  return [...afterLast, ...all].find(({ id }) => !last.has(id)) ?? null
}

/** The first candidate's rivals in a near tie, itself first; just itself when it leads clearly. */
export function nearTies(candidates: readonly Candidate[], policy: Policy): Candidate[] {
  const [best] = candidates
  if (!best) return []
  return candidates.filter(
    (candidate) =>
      candidate === best ||
      (candidate.probability >= policy.plausibleAt && best.probability - candidate.probability < policy.clarifyMargin),
  )
}
