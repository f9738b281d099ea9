import { createContext, Script } from 'node:vm'
import { MAX_TEXT_LENGTH } from '../text.ts'

/**
 * All probes together; a sound expression needs a few milliseconds for them, one that backtracks without end never
 * comes back. The second try is for a machine that was busy with something else.
 */
const LIMITS_MS = [250, 1000]
const ALPHABET = ['a', 'A', '0', ' ', '-', '.', '#', 'a ', '0 ', '0-', '0.', 'a0']
/** Between what repeats and the end stands something no pattern expects, so that every way to match is tried. */
const DEAD_END = '\u0001'

const script = new Script('probe()')
let room: { probe: () => void } | null = null

/** Places of an example that are repeated. */
const PUMPED = 30
/** Forty repetitions are forever for exponential time; cubic time shows on a long text only. */
const SHORT = 40
const LONG = 1500

/**
 * Whether the expression is quick on texts made to slow it down: runs of signs as long as a message may be, and
 * `examples`, the first with each of its places repeated as long, the others a little. A text that an expression takes
 * exponential or cubic time for would stop the whole server; the limit interrupts it here.
 */
export function isQuick(expression: RegExp, examples: readonly string[]): boolean {
  const texts = [...ALPHABET.map(fill), ...examples.flatMap((example, i) => pumped(example, i === 0 ? LONG : SHORT))]
  const probe = () => {
    for (const text of texts) text.replace(expression, '')
  }
  return LIMITS_MS.some((limit) => endsWithin(limit, probe))
}

function endsWithin(limitMs: number, probe: () => void): boolean {
  try {
    room ??= Object.assign(createContext(), { probe })
    room.probe = probe
    script.runInContext(room, { timeout: limitMs })
    return true
  } catch (error) {
    // The error comes out of the other context, whose Error is another class.
    if (Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false
    throw error
  }
}

const fill = (sign: string) => sign.repeat(Math.floor(MAX_TEXT_LENGTH / sign.length) - 1) + DEAD_END

/** The example up to each of its places, with that sign, or it and the next, as often as `length` allows. */
const pumped = (example: string, length: number): string[] =>
  Array.from({ length: Math.min(example.length, PUMPED) }, (_, i) => [
    example.slice(0, i) + example.slice(i, i + 1).repeat(length) + DEAD_END,
    example.slice(0, i) + example.slice(i, i + 2).repeat(length / 2) + DEAD_END,
  ]).flat()
