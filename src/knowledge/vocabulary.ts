export type Tokenize = (text: string) => string[]

/** The words of one text by number: `counts[i]` times `ids[i]`, at most 255 times each. */
export interface CountedWords {
  ids: Uint32Array
  counts: Uint8Array
  /** Words in all, repeats included. */
  length: number
}

export interface Vocabulary {
  /** Counts the words of `text`; new words get the next number. */
  count(text: string): CountedWords
  /** The numbers of the different words of `query`, and how many of them were never counted. */
  read(query: string): { ids: number[]; unknown: number }
  /** Words so far. */
  size(): number
}

/** Numbers for words, shared by all texts of one knowledge base and kept when articles change. */
export function makeVocabulary(tokenize: Tokenize): Vocabulary {
  const numbers = new Map<string, number>()
  return {
    count(text) {
      const tokens = tokenize(text)
      const counts = new Map<number, number>()
      for (const token of tokens) {
        const id = numbers.get(token) ?? numbers.size
        numbers.set(token, id)
        counts.set(id, (counts.get(id) ?? 0) + 1)
      }
      return {
        ids: Uint32Array.from(counts.keys()),
        counts: Uint8Array.from(counts.values(), (count) => Math.min(255, count)),
        length: tokens.length,
      }
    },
    read(query) {
      const different = [...new Set(tokenize(query))]
      const ids = different.flatMap((token) => numbers.get(token) ?? [])
      return { ids, unknown: different.length - ids.length }
    },
    size: () => numbers.size,
  }
}
