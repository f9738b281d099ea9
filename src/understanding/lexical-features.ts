import { stemWord } from './models/lexical.ts'
import { remember } from './remember.ts'
import { cleanText, readWords } from './text.ts'

/** Buckets of the hashed features. 2^15 holds TechGear's some 25,000 distinct n-grams with few collisions that matter. */
export const BUCKETS = 1 << 15

/** A text as a sparse vector of unit length, with the words its features came from. */
export interface LexicalFeatures {
  /** Buckets, ascending is not promised, each once at most per word. */
  indices: Int32Array
  values: Float32Array
  /** For each feature the index in `words` it came from; a pair of words counts for its second. */
  owners: Int32Array
  /** As they stand in the message, in lower case; at most 400. */
  words: string[]
}

const MAX_WORDS = 400
const PAIR_WEIGHT = 0.7
const PIECE_WEIGHT = 0.35
/** What a word alone gives; a support desk hears some thousands of different ones. */
const readWord = remember(4000, (word) => {
  const stem = stemWord(word)
  return { stem, bucket: hashOf(`w ${stem}`), pieces: [...piecesOf(word)].map((piece) => hashOf(`c ${piece}`)) }
})

/** Stemmed words, pairs of neighbouring words, and pieces of three to five characters that survive misspelling. */
export function readLexicalFeatures(text: string): LexicalFeatures {
  const words = readWords(cleanText(text)).slice(0, MAX_WORDS)
  const known = words.map(readWord)
  const indices: number[] = []
  const values: number[] = []
  const owners: number[] = []
  const seen = new Set<number>()
  const add = (bucket: number, weight: number, owner: number) => {
    if (seen.has(bucket)) return
    seen.add(bucket)
    indices.push(bucket)
    values.push(weight)
    owners.push(owner)
  }
  known.forEach(({ stem, bucket, pieces }, at) => {
    add(bucket, 1, at)
    add(hashOf(`p ${known[at - 1]?.stem ?? '^'} ${stem}`), PAIR_WEIGHT, at)
    for (const piece of pieces) add(piece, PIECE_WEIGHT, at)
  })
  const length = Math.hypot(...values) || 1
  return {
    indices: Int32Array.from(indices),
    values: Float32Array.from(values, (value) => value / length),
    owners: Int32Array.from(owners),
    words,
  }
}

/** `order` → ` or`, `ord`, … `rder `: three to five characters of the word with its borders. */
function* piecesOf(word: string): Generator<string> {
  const bordered = ` ${word.slice(0, 24)} `
  for (let size = 3; size <= 5; size++) {
    for (let from = 0; from + size <= bordered.length; from++) yield bordered.slice(from, from + size)
  }
}

/** FNV-1a, folded to the number of buckets. */
function hashOf(feature: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1)
}
