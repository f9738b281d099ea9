import type { Encoder } from '../models/encoder.ts'
import { VECTOR_SIZE } from '../models/encoder-protocol.ts'

/** A text up to here nearly always fits the encoder's 256 word pieces. */
const PIECE_LENGTH = 900

/** The text in pieces that the encoder reads whole, cut behind a sentence where there is one, else between words. */
export function cutPieces(text: string): string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > PIECE_LENGTH) {
    const window = rest.slice(0, PIECE_LENGTH)
    const sentence = Math.max(...['. ', '! ', '? ', '\n'].map((end) => window.lastIndexOf(end)))
    const cut = sentence > PIECE_LENGTH / 2 ? sentence + 1 : window.lastIndexOf(' ')
    const at = cut > PIECE_LENGTH / 2 ? cut : PIECE_LENGTH
    pieces.push(rest.slice(0, at).trim())
    rest = rest.slice(at).trim()
  }
  return rest === '' && pieces.length > 0 ? pieces : [...pieces, rest]
}

/** The focused vector of a whole text: that of its only piece, or the mean of all, each weighed by its length. */
export function joinPieces(
  pieces: readonly string[],
  focusOf: (piece: string) => Float32Array | undefined,
): Float32Array {
  const [first] = pieces
  if (first !== undefined && pieces.length === 1) return focusOf(first) ?? new Float32Array(VECTOR_SIZE)
  const mean = new Float32Array(VECTOR_SIZE)
  for (const piece of pieces) {
    const focus = focusOf(piece)
    for (let d = 0; d < VECTOR_SIZE; d++) mean[d] = (mean[d] ?? 0) + piece.length * (focus?.[d] ?? 0)
  }
  const length = Math.hypot(...mean) || 1
  return mean.map((value) => value / length)
}

/** The focused vectors of many texts, however long each is. */
export async function encodeWhole(
  encoder: Pick<Encoder, 'encodeAll'>,
  texts: readonly string[],
): Promise<Float32Array[]> {
  const pieces = [...new Set(texts.flatMap(cutPieces))]
  const encodings = await encoder.encodeAll(pieces)
  const byPiece = new Map(pieces.map((piece, i) => [piece, encodings[i]?.focus]))
  return texts.map((text) => joinPieces(cutPieces(text), (piece) => byPiece.get(piece)))
}
