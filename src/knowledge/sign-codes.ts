/**
 * A quick first look at many vectors: of each only the signs of its numbers are kept, eight to a byte, and a message is
 * compared by one look-up for every four of them, sixteen vectors at once (as in André, Kermarrec and Le Scouarnec 2015,
 * "Cache locality is not enough"). What looks near is then measured exactly.
 */
export interface SignCodes {
  /** Adds the next vector; call it `count` times. */
  add(vector: Float32Array): void
  /**
   * Rough likeness of `vector` to each, in the order they were added; comparable among themselves only. The array is
   * written anew by the next call.
   */
  compare(vector: Float32Array): Uint16Array
}

/** Vectors whose codes stand together, byte by byte: as many as the processor compares at once. */
const BLOCK = 16
/** Values of half a byte. */
const HALF = 16
const PAGE_BYTES = 65_536

/** `scan` of sign-codes.wat beside this file; `npx -p wabt wat2wasm sign-codes.wat` makes these bytes of it. */
const MODULE =
  'AGFzbQEAAAABCQFgBX9/f39/AAMCAQAFAwEAAQcRAgZtZW1vcnkCAARzY2FuAAAKogIBnwICAn8EeyACIANBBXRqIQYCQANAIAFFDQH9DAAAAAAAAAAAAAAAAAAA' +
  'AAAhCf0MAAAAAAAAAAAAAAAAAAAAACEKIAIhBQNAIAD9AAQAIQcgBf0ABAAgB/0MDw8PDw8PDw8PDw8PDw8PD/1O/Q4gBf0ABBAgB0EE/Y0B/QwPDw8PDw8PDw8P' +
  'Dw8PDw8P/U79Dv1uIQggCSAI/Qz/AP8A/wD/AP8A/wD/AP8A/U79jgEhCSAKIAhBCP2NAf2OASEKIABBEGohACAFQSBqIQUgBSAGSQ0ACyAEIAkgCv0NAAEQEQID' +
  'EhMEBRQVBgcWF/0LBAAgBCAJIAr9DQgJGBkKCxobDA0cHQ4PHh/9CwQQIARBIGohBCABQQFrIQEMAAsLCw=='

interface Scan {
  memory: WebAssembly.Memory
  scan(codes: number, blocks: number, tables: number, bytes: number, out: number): void
}

let compiled: WebAssembly.Module | undefined

/** Codes of `count` vectors. `centre` is taken off first: signs tell most where they are as often plus as minus. */
export function makeSignCodes(count: number, dimensions: number, centre: Float32Array): SignCodes {
  const width = Math.ceil(dimensions / 8)
  const blocks = Math.ceil(count / BLOCK)
  // A memory of its own: the codes, behind them the tables of one message, behind these the scores.
  const tablesAt = blocks * BLOCK * width
  const scoresAt = tablesAt + 2 * width * HALF
  compiled ??= new WebAssembly.Module(Buffer.from(MODULE, 'base64'))
  const module = new WebAssembly.Instance(compiled).exports as unknown as Scan // the module exports these
  module.memory.grow(Math.ceil((scoresAt + blocks * BLOCK * Uint16Array.BYTES_PER_ELEMENT) / PAGE_BYTES))
  const codes = new Uint8Array(module.memory.buffer, 0, tablesAt)
  const tables = new Uint8Array(module.memory.buffer, tablesAt, 2 * width * HALF)
  const scores = new Uint16Array(module.memory.buffer, scoresAt, count)
  const differences = new Float32Array(width * 8)
  let added = 0

  return {
    add(vector) {
      const from = Math.floor(added / BLOCK) * BLOCK * width + (added % BLOCK)
      for (let i = 0; i < dimensions; i++) {
        const place = from + (i >> 3) * BLOCK
        if ((vector[i] as number) > (centre[i] as number)) codes[place] = (codes[place] as number) | (1 << (i & 7))
      }
      added += 1
    },
    compare(vector) {
      for (let i = 0; i < dimensions; i++) differences[i] = (vector[i] as number) - (centre[i] as number)
      fillTables(tables, differences)
      module.scan(0, blocks, tablesAt, width, scoresAt)
      return scores
    },
  }
}

/**
 * For each half of a byte and each value of it: the sum of the message's four numbers under those signs, in whole steps
 * above the least it can be. The steps are as fine as one byte a sum of two and 16 bits a score allow, which moves a
 * score by some 2 % of what scores differ by.
 */
function fillTables(tables: Uint8Array, differences: Float32Array): void {
  let most = 0
  for (let i = 0; i < differences.length; i += 4) {
    let range = 0
    for (let bit = 0; bit < 4; bit++) range += 2 * Math.abs(differences[i + bit] as number)
    most = Math.max(most, range)
  }
  const finest = Math.min(127, Math.floor(65_535 / (differences.length / 4)))
  const steps = most === 0 ? 0 : finest / most
  for (let i = 0, table = 0; i < differences.length; i += 4, table += HALF) {
    for (let signs = 0; signs < HALF; signs++) {
      let above = 0
      for (let bit = 0; bit < 4; bit++) {
        const difference = differences[i + bit] as number
        if (difference > 0 === ((signs >> bit) & 1) > 0) above += 2 * Math.abs(difference)
      }
      tables[table + signs] = Math.round(above * steps)
    }
  }
}
