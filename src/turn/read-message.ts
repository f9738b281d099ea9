import type { Assistant } from '../assistant.ts'
import { type ClauseEvidence, DEFAULT_POLICY, questionBefore, readEllipsis } from '../dialogue/index.ts'
import type { IntentDefinition, Message, Understanding } from '../domain/index.ts'
import type { Found, Understood } from './handle-message.ts'

/** From this probability on, what a message says by itself stands against what was said before it. */
const STANDS_ALONE_AT = 0.55
/** Matters of one message that are looked up apart. */
const CLAUSES_AT_MOST = 3

/**
 * Reads a customer's message. One that says too little by itself ("and to Canada?") is read once more behind the
 * question before it, and takes its intents and tags from there; mood, language and entities are always its own.
 */
export async function readMessage(
  { understander }: Pick<Assistant, 'understander'>,
  { text, createdAt }: Pick<Message, 'text' | 'createdAt'>,
  earlier: readonly Pick<Message, 'text' | 'decision' | 'understanding'>[],
): Promise<Understood> {
  const read = await understander.understand(text, { now: createdAt, languageBefore: languageOf(earlier) })
  const { understanding, vector } = read
  const alone = { understanding, vector, searchText: text, carried: null }
  const ellipsis = readEllipsis(text)
  const question = ellipsis && questionBefore(earlier)
  if (!question || (ellipsis === 'leads_on' && standsAlone(understanding))) return alone
  const searchText = `${question.replace(/[.!?]*\s*$/, '.')} ${text}`
  const together = await understander.understand(searchText)
  const { intents, outOfScope, why, tags } = together.understanding
  return {
    understanding: { ...understanding, intents, outOfScope, why, clauses: [], ...(tags && { tags }) },
    vector: together.vector,
    searchText,
    carried: question,
  }
}

/** Of the newest message whose language is known. */
const languageOf = (earlier: readonly Pick<Message, 'understanding'>[]): string | null =>
  earlier
    .flatMap(({ understanding }) => understanding?.language ?? [])
    .find(({ code, confidence }) => code !== 'unknown' && confidence >= DEFAULT_POLICY.languageAt)?.code ?? null

const standsAlone = ({ intents: [first], outOfScope }: Understanding) =>
  !outOfScope && first !== undefined && first.probability >= STANDS_ALONE_AT

/** What the articles say to a message that was read, and to each of its matters where it has several. */
export async function findPassages(
  { understander, knowledge, intents }: Pick<Assistant, 'understander' | 'knowledge' | 'intents'>,
  { understanding, vector, searchText }: Understood,
): Promise<Found> {
  const language = understanding.language.code === 'unknown' ? null : understanding.language.code
  function find(text: string, of: Float32Array | null, named: readonly string[]): Omit<Found, 'clauses'> {
    const passages = knowledge.search({ text, vector: of, language, audience: 'public' })
    const served = named.flatMap((name) => servedArticle(intents.get(name)) ?? [])
    const ids = new Set([...passages.map(({ passage }) => passage.articleId), ...served])
    return { passages, covers: knowledge.cover(text, ids) }
  }
  const clauses = (understanding.clauses ?? []).slice(0, CLAUSES_AT_MOST)
  const vectors = clauses.length < 2 ? null : await understander.embed(clauses.map(({ text }) => text))
  const found = clauses.map(
    (clause, at): ClauseEvidence => ({ clause, ...find(clause.text, vectors?.[at] ?? null, [clause.intent]) }),
  )
  const named = understanding.intents.map(({ name }) => name)
  return { ...find(searchText, vector, named), clauses: clauses.length < 2 ? [] : found }
}

const servedArticle = (intent: IntentDefinition | undefined) =>
  intent && 'article' in intent.serve ? intent.serve.article : undefined
