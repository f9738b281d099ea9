/** Longer words are no words of a language and come once. */
const MAX_LENGTH = 40

/**
 * `compute` with its latest answers kept, for what is asked of the same few thousand words in every message: at least the
 * last `capacity` different ones, at most twice as many. What it answers is shared, not to be changed.
 */
export function remember<Answer>(capacity: number, compute: (word: string) => Answer): (word: string) => Answer {
  let young = new Map<string, Answer>()
  let old = new Map<string, Answer>()
  return (word) => {
    const known = young.get(word)
    if (known !== undefined) return known
    const answer = old.get(word) ?? compute(word)
    if (word.length > MAX_LENGTH) return answer
    if (young.size >= capacity) {
      old = young
      young = new Map()
    }
    young.set(word, answer)
    return answer
  }
}
