import type { Kind, Ticket } from './floor.ts'

/** Tickets of one kind by arrival; those before `gone` wait no longer. */
interface Line {
  kind: Kind
  tickets: Ticket[]
  gone: number
}

/** The queue, in order of urgency, then of arrival. Who was handed on keeps their place. */
export class WaitingRoom {
  private readonly lines = new Map<Kind, Line>()

  add(ticket: Ticket): void {
    const line = this.lines.get(ticket.kind) ?? { kind: ticket.kind, tickets: [], gone: 0 }
    this.lines.set(ticket.kind, line)
    let at = line.tickets.length
    while (at > line.gone && isBefore(ticket, line.tickets[at - 1])) at--
    line.tickets.splice(at, 0, ticket)
  }

  /** The first whose kind is not passed over. */
  first(passedOver: ReadonlySet<Kind>): Ticket | null {
    let first: Ticket | null = null
    for (const line of this.lines.values()) {
      if (passedOver.has(line.kind)) continue
      const candidate = head(line)
      if (candidate && (first === null || isBefore(candidate, first))) first = candidate
    }
    return first
  }

  /**
   * The first of each kind that waits, in no order; where that one came by `dropped` and has dropped its optional skills,
   * also the first that still wishes for them.
   */
  heads(dropped: number): Ticket[] {
    return [...this.lines.values()].flatMap((line) => {
      const first = head(line)
      if (!first) return []
      if (first.arrival.at > dropped || line.kind.need.optionalSkills.length === 0) return [first]
      const { tickets, kind, gone } = line
      const isWishing = (ticket: Ticket) => ticket.arrival.at > dropped && isWaiting(ticket, kind)
      return [first, tickets.slice(gone).find(isWishing) ?? []].flat()
    })
  }
}

function head(line: Line): Ticket | undefined {
  const { tickets, kind } = line
  while (line.gone < tickets.length) {
    const ticket = tickets[line.gone]
    if (ticket && isWaiting(ticket, kind)) return ticket
    line.gone++
  }
  return undefined
}

/** Who was handed on waits as another kind. */
const isWaiting = (ticket: Ticket, kind: Kind) => ticket.state === 'waiting' && ticket.kind === kind

function isBefore(a: Ticket, b: Ticket | undefined): boolean {
  if (!b) return true
  return a.kind.urgency !== b.kind.urgency
    ? a.kind.urgency > b.kind.urgency
    : a.arrival.at !== b.arrival.at
      ? a.arrival.at < b.arrival.at
      : a.index < b.index
}
