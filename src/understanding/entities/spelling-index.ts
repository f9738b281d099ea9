import { editDistance } from '../models/edit-distance.ts'

/** Words of the vocabulary that `word` may be meant to be, with the edits between them; the word itself is 0 edits away. */
export type FindSpellings = (word: string) => { word: string; edits: number }[]

/** Only the beginning of a long word is varied: it keeps the index small, and two edits rarely stand further back. */
const VARIED = 8

/**
 * Edits that are forgiven in a word of so many letters: none up to 3, one up to 8, two from 9. Words with a digit are
 * never bent: 8 and 9 are two phones.
 */
export function allowedEdits(word: string): number {
  if (/\d/.test(word) || word.length < 4) return 0
  return word.length < 9 ? 1 : 2
}

/**
 * Spelling by deletions: two words within n edits have a variant in common when up to n letters are left out of each.
 * Looking one up costs about as many map look-ups as the word has variants, however many words there are.
 */
export function makeFindSpellings(vocabulary: Iterable<string>): FindSpellings {
  const byVariant = new Map<string, string[]>()
  for (const word of new Set(vocabulary)) {
    for (const variant of variantsOf(word)) {
      const words = byVariant.get(variant)
      if (words) words.push(word)
      else byVariant.set(variant, [word])
    }
  }
  return (written) => {
    const near = new Set<string>()
    for (const variant of variantsOf(written)) for (const word of byVariant.get(variant) ?? []) near.add(word)
    return [...near].flatMap((word) => {
      if (word === written) return [{ word, edits: 0 }]
      const allowed = Math.min(allowedEdits(word), allowedEdits(written))
      if (Math.abs(word.length - written.length) > allowed) return []
      const edits = editDistance(written, word)
      return edits <= allowed ? [{ word, edits }] : []
    })
  }
}

/** The word's beginning with up to its allowed number of letters left out. */
function variantsOf(word: string): Set<string> {
  const all = new Set([word.slice(0, VARIED)])
  let last = [...all]
  for (let edit = 0; edit < allowedEdits(word); edit++) {
    last = [...new Set(last.flatMap(withoutOneLetter))]
    for (const variant of last) all.add(variant)
  }
  return all
}

const withoutOneLetter = (word: string): string[] =>
  Array.from({ length: word.length }, (_, i) => word.slice(0, i) + word.slice(i + 1))
