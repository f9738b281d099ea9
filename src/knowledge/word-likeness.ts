import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../project-root.ts'

/** Numbers a word. */
export const WORD_DIRECTIONS = 64
export const WORDS_FILE = join(projectRoot, 'training', 'weights', 'words.bin')

/** The meaning of one word by itself, of length 1; null where it is of another script than Latin. */
export type MeaningOfWord = (word: string) => Float32Array | null

/**
 * What words mean, from a table of the encoder's word pieces (bench/build-word-likeness.ts): no inference, so that it
 * works where the encoder is gone. Throws when the file is missing or damaged.
 */
export function loadMeaningOfWords(file = WORDS_FILE): MeaningOfWord {
  const bytes = readFileSync(file)
  const end = bytes.indexOf(0)
  const pieces = bytes.toString('utf8', 0, Math.max(0, end)).split('\n')
  if (bytes.length !== end + 1 + pieces.length * WORD_DIRECTIONS) {
    throw new Error(`${file} is damaged. It belongs to the repository: restore it with git.`)
  }
  const numbers = new Int8Array(bytes.buffer, bytes.byteOffset + end + 1, pieces.length * WORD_DIRECTIONS)
  const places = new Map(pieces.map((piece, at) => [piece, at]))

  return (word) => {
    const own = cutWord(word, places)
    if (own.length === 0) return null
    const vector = new Float32Array(WORD_DIRECTIONS)
    for (const at of own) addUnit(vector, numbers.subarray(at * WORD_DIRECTIONS, (at + 1) * WORD_DIRECTIONS))
    const length = Math.hypot(...vector)
    return length === 0 ? null : vector.map((value) => value / length)
  }
}

/** What is longer is no word, to BERT's tokenizer neither. */
const LONGEST_WORD = 100

/** The longest known piece first, then the longest that goes on from there, as BERT's tokenizer does; none if that fails. */
function cutWord(word: string, places: ReadonlyMap<string, number>): number[] {
  const found: number[] = []
  if (word.length > LONGEST_WORD) return found
  for (let from = 0; from < word.length; ) {
    let to = word.length
    while (to > from && !places.has(pieceOf(word, from, to))) to -= 1
    if (to === from) return []
    found.push(places.get(pieceOf(word, from, to)) ?? 0)
    from = to
  }
  return found
}

const pieceOf = (word: string, from: number, to: number) => (from > 0 ? '##' : '') + word.slice(from, to)

function addUnit(sum: Float32Array, piece: Int8Array): void {
  const length = Math.hypot(...piece) || 1
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (piece[i] as number) / length
}
