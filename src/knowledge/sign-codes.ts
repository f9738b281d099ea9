/**
 * A quick first look at many vectors: of each only the signs of its numbers are kept, eight to a byte, and a message is
 * compared by one table look-up a byte (asymmetric distance, as in product quantisation: Jégou et al. 2011). What looks
 * near is then measured exactly.
 */
export interface SignCodes {
  /** Adds the next vector; call it `count` times. */
  add(vector: Float32Array): void
  /**
   * Rough likeness of `vector` to each, in the order they were added; comparable among themselves only. The array is
   * written anew by the next call.
   */
  compare(vector: Float32Array): Float32Array
}

/** Codes of `count` vectors. `centre` is taken off first: signs tell most where they are as often plus as minus. */
export function makeSignCodes(count: number, dimensions: number, centre: Float32Array): SignCodes {
  const width = Math.ceil(dimensions / 32) * 4
  const codes = new Uint8Array(count * width)
  const scores = new Float32Array(count)
  let added = 0
  return {
    add(vector) {
      for (let i = 0; i < dimensions; i++) {
        const place = added * width + (i >> 3)
        if ((vector[i] ?? 0) > (centre[i] ?? 0)) codes[place] = (codes[place] ?? 0) | (1 << (i & 7))
      }
      added += 1
    },
    compare(vector) {
      const table = tableOf(vector, centre, width)
      for (let at = 0, place = 0; at < count; at++) {
        // Four sums that do not wait for each other; the width is a multiple of four.
        let a = 0
        let b = 0
        let c = 0
        let d = 0
        for (let row = 0; row < width << 8; row += 1024, place += 4) {
          a += table[row | (codes[place] as number)] as number
          b += table[(row + 256) | (codes[place + 1] as number)] as number
          c += table[(row + 512) | (codes[place + 2] as number)] as number
          d += table[(row + 768) | (codes[place + 3] as number)] as number
        }
        scores[at] = a + b + c + d
      }
      return scores
    },
  }
}

/** For each byte of a code and each value of it: the sum of the vector's eight numbers under those signs. */
function tableOf(vector: Float32Array, centre: Float32Array, width: number): Float32Array {
  const table = new Float32Array(width * 256)
  for (let byte = 0; byte < width; byte++) {
    const row = byte << 8
    let none = 0
    for (let bit = 0; bit < 8; bit++) none -= difference(vector, centre, byte * 8 + bit)
    table[row] = none
    // Each value of the byte is one without its highest bit, with that bit's sign turned.
    for (let bit = 0; bit < 8; bit++) {
      const turned = 2 * difference(vector, centre, byte * 8 + bit)
      for (let code = 0; code < 1 << bit; code++) table[row | (1 << bit) | code] = (table[row | code] ?? 0) + turned
    }
  }
  return table
}

const difference = (vector: Float32Array, centre: Float32Array, i: number) => (vector[i] ?? 0) - (centre[i] ?? 0)
