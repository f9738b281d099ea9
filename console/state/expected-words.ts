import type { ConsoleTicket } from './wire.ts'
import { count } from './words.ts'

type Expected = NonNullable<ConsoleTicket['expected']>

/** "about 35 min, mostly 12 min to 2 h". */
export function expectedWords({ minutes, between: [low, high] }: Expected): string {
  return `about ${span(minutes)}, mostly ${span(low)} to ${span(high)}`
}

/** "(longer: technical; shorter: order status; learnt from 412 tickets of simulated history)". */
export function expectedReasons({ reasons, tickets, simulated }: Expected): string {
  const list = (word: string, which: Expected['reasons']) =>
    which.length === 0 ? null : `${word}: ${which.map(({ what }) => readable(what)).join(', ')}`
  const parts = [
    list(
      'longer',
      reasons.filter(({ factor }) => factor > 1),
    ),
    list(
      'shorter',
      reasons.filter(({ factor }) => factor <= 1),
    ),
    `learnt from ${count(tickets, 'ticket', 'tickets')}${simulated ? ' of simulated history' : ''}`,
  ]
  return `(${parts.filter((part) => part !== null).join('; ')})`
}

/** `intent:order_status` is order status. */
const readable = (feature: string) => feature.replace(/^[^:]*:/, '').replaceAll(/[_-]/g, ' ')

function span(minutes: number): string {
  if (minutes < 1) return 'under 1 min'
  if (minutes < 90) return `${Math.round(minutes)} min`
  const hours = minutes / 60
  return hours < 36 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`
}
