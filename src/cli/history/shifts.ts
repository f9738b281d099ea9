import { DateTime } from 'luxon'
import type { Agent } from '../../domain/index.ts'

export interface Shift {
  agentId: string
  from: Date
  until: Date
}

/** From Friday evening to Monday: who writes after the last has gone home is served when the first is back. */
export const DAYS_SEEN = 4

/** When people work, by their own hours and zones, on the calendar day `day` and those after it, in the order of beginning. */
export function shiftsAround(agents: readonly Pick<Agent, 'id' | 'workingHours' | 'timeZone'>[], day: string): Shift[] {
  return agents
    .flatMap(({ id, workingHours, timeZone }) =>
      Array.from({ length: DAYS_SEEN }, (_, ahead) => ahead).flatMap((ahead) => {
        const midnight = DateTime.fromISO(day, { zone: timeZone }).plus({ days: ahead })
        return workingHours
          .filter(({ weekday }) => weekday === midnight.weekday)
          .map(({ from, to }) => {
            const start = midnight.set(clock(from))
            const end = midnight.set(clock(to))
            // Hours that end at or before their beginning run past midnight.
            return {
              agentId: id,
              from: start.toJSDate(),
              until: (end > start ? end : end.plus({ days: 1 })).toJSDate(),
            }
          })
      }),
    )
    .sort((a, b) => a.from.getTime() - b.from.getTime())
}

function clock(time: string): { hour: number; minute: number } {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return { hour, minute }
}
