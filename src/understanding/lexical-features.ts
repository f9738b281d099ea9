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
  return { stem, bucket: bucketOf(mix(WORD, stem)), pieces: piecesOf(word) }
})

/** Stemmed words, pairs of neighbouring words, and pieces of three to five characters that survive misspelling. */
export function readLexicalFeatures(text: string): LexicalFeatures {
  const words = readWords(cleanText(text)).slice(0, MAX_WORDS)
  const known = words.map(readWord)
  const indices: number[] = []
  const weights: number[] = []
  const owners: number[] = []
  const seen = new Set<number>()
  const add = (bucket: number, weight: number, owner: number) => {
    if (seen.has(bucket)) return
    seen.add(bucket)
    indices.push(bucket)
    weights.push(weight)
    owners.push(owner)
  }
  known.forEach(({ stem, bucket, pieces }, at) => {
    add(bucket, 1, at)
    add(bucketOf(mix(mix(mix(PAIR, known[at - 1]?.stem ?? '^'), ' '), stem)), PAIR_WEIGHT, at)
    for (const piece of pieces) add(piece, PIECE_WEIGHT, at)
  })
  return { indices: new Int32Array(indices), values: toUnitLength(weights), owners: new Int32Array(owners), words }
}

function toUnitLength(weights: readonly number[]): Float32Array {
  let squares = 0
  for (const weight of weights) squares += weight * weight
  const length = Math.sqrt(squares) || 1
  const values = new Float32Array(weights)
  for (let i = 0; i < values.length; i++) values[i] = (weights[i] as number) / length
  return values
}

/** Buckets of `order` with its borders: ` or`, `ord`, … `rder `, three to five characters each. */
function piecesOf(word: string): number[] {
  const bordered = ` ${word.slice(0, 24)} `
  const pieces: number[] = []
  for (let size = 3; size <= 5; size++) {
    for (let from = 0; from + size <= bordered.length; from++) {
      pieces.push(bucketOf(mix(PIECE, bordered, from, from + size)))
    }
  }
  return pieces
}

/** FNV-1a, carried on over more characters. */
function mix(hash: number, text: string, from = 0, to = text.length): number {
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}

/** Where the hashes of each kind of feature begin. */
const [WORD, PAIR, PIECE] = ['w ', 'p ', 'c '].map((kind) => mix(0x811c9dc5, kind)) as [number, number, number]

const bucketOf = (hash: number) => (hash ^ (hash >>> 15)) & (BUCKETS - 1)
