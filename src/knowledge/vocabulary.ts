export type Tokenize = (text: string) => string[]

/** The words of several texts by number, text after text. */
export interface CountedTexts {
  /** The different words of text `t` stand from `starts[t]` to `starts[t + 1]`. */
  starts: Uint32Array
  ids: Uint32Array
  /** How often each of `ids` stands in its text, at most 255. */
  counts: Uint8Array
  /** Words of each text, repeats included. */
  lengths: Uint32Array
}

export interface Vocabulary {
  /** Counts the words of `texts`, each with those of `common` before it; new words get the next number. */
  count(texts: readonly string[], common?: string): CountedTexts
  /** The numbers of the different words of `query`, and those that were never counted. */
  read(query: string): { ids: number[]; unknown: string[] }
  /** The word of a number. */
  word(id: number): string
  /** Words so far. */
  size(): number
}

/** Numbers for words, shared by all texts of one knowledge base and kept when articles change. */
export function makeVocabulary(tokenize: Tokenize): Vocabulary {
  const numbers = new Map<string, number>()
  const words: string[] = []
  function numberOf(word: string): number {
    const known = numbers.get(word)
    if (known !== undefined) return known
    numbers.set(word, words.length)
    return words.push(word) - 1
  }
  return {
    count(texts, common = '') {
      const shared = tokenize(common).map(numberOf)
      const starts = [0]
      const ids: number[] = []
      const counts: number[] = []
      const lengths: number[] = []
      for (const text of texts) {
        const all = shared.concat(tokenize(text).map(numberOf))
        const times = new Map<number, number>()
        for (const id of all) times.set(id, (times.get(id) ?? 0) + 1)
        for (const [id, count] of times) {
          ids.push(id)
          counts.push(Math.min(255, count))
        }
        starts.push(ids.length)
        lengths.push(all.length)
      }
      return {
        starts: Uint32Array.from(starts),
        ids: Uint32Array.from(ids),
        counts: Uint8Array.from(counts),
        lengths: Uint32Array.from(lengths),
      }
    },
    read(query) {
      const different = [...new Set(tokenize(query))]
      const ids = different.flatMap((token) => numbers.get(token) ?? [])
      return { ids, unknown: different.filter((token) => !numbers.has(token)) }
    },
    word: (id) => words[id] ?? '',
    size: () => words.length,
  }
}
