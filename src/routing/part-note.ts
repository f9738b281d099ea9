import type { Part } from './part-store.ts'
import { sayWhen } from './working-hours.ts'

const LONGEST_QUOTE = 300

/** For whoever takes it next: who had the conversation and lost the connection, and how far they had come. */
export function sayPart(part: Part, now: Date, timeZone: string): string {
  const when = part.acceptedAt ? ` ${sayWhen(part.acceptedAt, now, timeZone)}` : ''
  const had = `${part.name} took this conversation${when} and has lost the connection.`
  const said =
    part.lastWords === null
      ? `${part.name} had not answered yet.`
      : `${part.name} wrote ${part.messages === 1 ? 'once' : `${part.messages} times`}, last: “${quote(part.lastWords)}”`
  const customer =
    part.customersLastWords === null ? '' : ` The customer’s last words: “${quote(part.customersLastWords)}”`
  return `${had} ${said}${customer}`
}

/** For whoever is asked next: who was asked before and did not answer. */
export const sayLapsed = (name: string, ms: number): string =>
  `${name} was asked for ${Math.round(ms / 1000)} s and did not accept.`

function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST_QUOTE ? line : `${line.slice(0, LONGEST_QUOTE - 1).trimEnd()}…`
}
