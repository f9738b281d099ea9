import type { WordCover } from '../domain/index.ts'
import { rarityOf } from './bm25.ts'
import { makeBreathe } from './breathe.ts'
import type { PreparedArticle } from './prepare-article.ts'
import type { Vocabulary } from './vocabulary.ts'
import { loadMeaningOfWords, type MeaningOfWord } from './word-likeness.ts'

export interface CoverIndex {
  /**
   * How far article number `at` knows the words of `message`. With `exact` a word counts only if it is there itself,
   * which costs next to nothing; otherwise what is like it counts in part.
   */
  read(message: string): (at: number, exact?: boolean) => WordCover
}

/** Words that have nothing to do with each other are this like. */
const UNLIKE = 0.2
/** Of a longer message so many of its rarest words are looked for: nobody else is served meanwhile. */
const MOST_WORDS = 60

/**
 * What a question is about, beside what its sentence is like: a question near an article but not in it ("do you engrave
 * watches?") mostly names something that the article, and all that is asked of it, never speaks of.
 */
export async function indexCover(
  prepared: readonly PreparedArticle[],
  vocabulary: Vocabulary,
  meaningOf: MeaningOfWord = shippedMeanings(),
): Promise<CoverIndex> {
  const breathe = makeBreathe()
  /** Of every word, the articles that know it. */
  const articles = new Uint32Array(vocabulary.size())
  for (const one of prepared) {
    for (const id of one.known) articles[id] = (articles[id] ?? 0) + 1
    await breathe()
  }
  const meanings: (Float32Array | null)[] = []
  function meaningOfId(id: number): Float32Array | null {
    let meaning = meanings[id]
    if (meaning === undefined) {
      meaning = meaningOf(vocabulary.word(id))
      meanings[id] = meaning
    }
    return meaning
  }

  function meaningsOf(ids: Uint32Array): Float32Array[] {
    const found: Float32Array[] = []
    for (const id of ids) {
      const meaning = meaningOfId(id)
      if (meaning) found.push(meaning)
    }
    return found
  }

  return {
    read(message) {
      const { ids, unknown } = vocabulary.read(message)
      const asked = [
        ...ids.map((id) => ({ id, word: vocabulary.word(id), weight: rarityOf(articles[id] ?? 0, prepared.length) })),
        ...unknown.map((word) => ({ id: -1, word, weight: rarityOf(0, prepared.length) })),
      ]
        .sort((a, b) => b.weight - a.weight)
        .slice(0, MOST_WORDS)
        .map(({ id, word, weight }) => ({ id, weight, meaning: id < 0 ? meaningOf(word) : meaningOfId(id) }))
      const all = asked.reduce((sum, { weight }) => sum + weight, 0)
      const words = message.match(/[\p{L}\p{N}'’]+/gu)?.length ?? 0
      return (at, exact = false) => {
        const one = prepared[at]
        if (!one || all === 0) return { share: all === 0 ? 1 : 0, words }
        let own: Float32Array[] | null = null
        const covered = asked.reduce((sum, { id, meaning, weight }) => {
          if (holds(one.known, id)) return sum + weight
          if (exact || !meaning) return sum
          own ??= meaningsOf(one.known)
          return sum + weight * likest(meaning, own)
        }, 0)
        return { share: covered / all, words }
      }
    },
  }
}

/** Whether `id` is among `ids`, which ascend. */
function holds(ids: Uint32Array, id: number): boolean {
  let from = 0
  for (let to = ids.length; from < to; ) {
    const middle = (from + to) >> 1
    if ((ids[middle] as number) < id) from = middle + 1
    else to = middle
  }
  return ids[from] === id
}

/** 0 where nothing is like it, 1 where the same is there. */
function likest(meaning: Float32Array, others: readonly Float32Array[]): number {
  let best = UNLIKE
  for (const other of others) {
    // Four sums that do not wait for each other; the length is a multiple of four.
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (let i = 0; i < meaning.length; i += 4) {
      a += (meaning[i] as number) * (other[i] as number)
      b += (meaning[i + 1] as number) * (other[i + 1] as number)
      c += (meaning[i + 2] as number) * (other[i + 2] as number)
      d += (meaning[i + 3] as number) * (other[i + 3] as number)
    }
    best = Math.max(best, a + b + c + d)
  }
  return (best - UNLIKE) / (1 - UNLIKE)
}

let shipped: MeaningOfWord | null = null
/** Read once: two megabytes, some 20 ms. */
function shippedMeanings(): MeaningOfWord {
  shipped ??= loadMeaningOfWords()
  return shipped
}
