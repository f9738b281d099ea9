import type { Assistant } from './assistant.ts'
import { type ClauseEvidence, questionBefore, readEllipsis } from './dialogue/index.ts'
import type { FoundPassage, Message, Understanding } from './domain/index.ts'
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
  earlier: readonly Pick<Message, 'text' | 'decision'>[],
): Promise<Understood> {
  const { understanding, vector } = await understander.understand(text, { now: createdAt })
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

const standsAlone = ({ intents: [first], outOfScope }: Understanding) =>
  !outOfScope && first !== undefined && first.probability >= STANDS_ALONE_AT

/** What the articles say to a message that was read, and to each of its matters where it has several. */
export async function findPassages(
  { understander, knowledge }: Pick<Assistant, 'understander' | 'knowledge'>,
  { understanding, vector, searchText }: Understood,
): Promise<Found> {
  const language = understanding.language.code === 'unknown' ? null : understanding.language.code
  const find = async (text: string, of: Float32Array | null): Promise<FoundPassage[]> =>
    knowledge.search({ text, vector: of, language, audience: 'public' })
  const clauses = (understanding.clauses ?? []).slice(0, CLAUSES_AT_MOST)
  const vectors = clauses.length < 2 ? null : await understander.embed(clauses.map(({ text }) => text))
  const found = clauses.map(
    async (clause, at): Promise<ClauseEvidence> => ({
      clause,
      passages: await find(clause.text, vectors?.[at] ?? null),
    }),
  )
  return {
    passages: await find(searchText, vector),
    clauses: clauses.length < 2 ? [] : await Promise.all(found),
  }
}
