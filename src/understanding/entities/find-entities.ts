import type { Entity } from '../../domain/understanding.ts'
import { cleanText } from '../text.ts'
import { makeFindAmounts } from './find-amounts.ts'
import { makeFindDates } from './find-dates.ts'
import { findEmails } from './find-emails.ts'
import { makeFindPattern } from './find-pattern.ts'
import { makeFindPhones } from './find-phones.ts'
import { makeFindProducts } from './find-products.ts'
import { type Finder, type Finding, TAKEN } from './finding.ts'
import type { EntityRules } from './load-entity-rules.ts'

/** Entities of one message in the order they stand, never overlapping. `now` is when it was written. Total. */
export type FindEntities = (text: string, now: Date) => Promise<Entity[]>

export interface EntityOptions extends EntityRules {
  /** IANA zone in which days and times are meant. */
  timeZone: string
  /** ISO 3166 code of the country whose phone numbers, order of day and month, and dollars are meant; null for none. */
  country: string | null
}

/** A message with more is a list somebody pasted. */
const MAX_ENTITIES = 50

/**
 * In order of precedence; what one has taken, the next cannot see. Addresses hold anything. The installation's own
 * patterns and products know more than the general kinds: the 8 of "Vanta 8 €600" is no amount, the 14 of "Nimbus 14
 * June" no day. Dates come last, because nearly any number may be one.
 */
export function makeFindEntities({ patterns, products, timeZone, country }: EntityOptions): FindEntities {
  const finders: Finder[] = [
    findEmails,
    ...patterns.map(makeFindPattern),
    makeFindProducts(products),
    makeFindAmounts(country),
    makeFindPhones(country),
    makeFindDates(timeZone, country),
  ]
  return async (text, now) => {
    let free = cleanText(text)
    const found: Finding[] = []
    for (const find of finders) {
      const findings = await find(free, now)
      found.push(...findings)
      free = take(free, findings)
    }
    return found
      .sort((a, b) => a.start - b.start)
      .slice(0, MAX_ENTITIES)
      .map(({ start, end, ...entity }) => ({ ...entity, text: text.slice(start, end), start, end }))
  }
}

/** The text with the findings made unreadable, and every other character in its place. */
function take(text: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return text
  const parts: string[] = []
  let at = 0
  for (const { start, end } of findings) {
    parts.push(text.slice(at, start), TAKEN.repeat(end - start))
    at = end
  }
  return parts.join('') + text.slice(at)
}
