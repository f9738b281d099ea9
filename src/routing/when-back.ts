import type { WorkingInterval } from '../domain/index.ts'
import { isWorking, nextStart } from './working-hours.ts'

/** When somebody who can help is back: a time, any moment (it is within their hours), or not known. */
export type Back = { kind: 'at'; at: Date } | { kind: 'any_moment' } | { kind: 'unknown' }

/** Whose hours count; none of their own means the company's. */
export interface Working {
  workingHours: readonly WorkingInterval[]
  timeZone: string
}

/** The first instant from `at` on at which the company, or the team with the skill, works; null when it never does. */
export type OpenFrom = (at: Date) => Date | null

/** Shifts and openings that miss each other this often, holidays after holidays, never meet. */
const LOOKS_AHEAD = 60

/**
 * The earliest return among these people: within their own hours, on days and at hours when the company, or their team,
 * works too.
 */
export function whenBack(people: readonly Working[], now: Date, open: OpenFrom = (at) => at): Back {
  const openings = new Map<number, Date | null>()
  const openFrom = (at: Date): Date | null => {
    const known = openings.get(at.getTime())
    if (known !== undefined) return known
    const opening = open(at)
    openings.set(at.getTime(), opening)
    return opening
  }
  const returns = people
    .map((person) => ({ at: returnOf(person, now, openFrom), hasHours: person.workingHours.length > 0 }))
    .filter(({ at }) => at !== null)
  const here = returns.filter(({ at }) => at?.getTime() === now.getTime())
  if (here.length > 0) return { kind: here.some(({ hasHours }) => hasHours) ? 'any_moment' : 'unknown' }
  const first = Math.min(...returns.map(({ at }) => at?.getTime() ?? Number.POSITIVE_INFINITY))
  return Number.isFinite(first) ? { kind: 'at', at: new Date(first) } : { kind: 'unknown' }
}

/** The first instant from `now` on at which the person and the company both work; null when there is none. */
function returnOf(person: Working, now: Date, openFrom: OpenFrom): Date | null {
  let at = now
  for (let look = 0; look < LOOKS_AHEAD; look++) {
    if (person.workingHours.length > 0 && !isWorking(person.workingHours, person.timeZone, at)) {
      const start = nextStart(person.workingHours, person.timeZone, at)
      if (start === null) return null
      at = start
    }
    const opening = openFrom(at)
    if (opening === null || opening <= at) return opening
    at = opening
  }
  return null
}
