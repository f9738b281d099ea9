import type { Ticket, Worker } from './floor.ts'
import type { Costs } from './load.ts'
import type { WaitingRoom } from './waiting-room.ts'

/** Picks who takes a ticket. The engine asks in the order of the queue, and only about agents who can take it now. */
export interface Policy {
  /** Index of one of `free`, which is never empty; null leaves the ticket waiting until something changes. */
  choose(ticket: Ticket, free: readonly Worker[], moment: { now: number; waiting: WaitingRoom }): number | null
  onArrival?(ticket: Ticket, now: number): void
  /** Seconds after which a ticket that it left waiting is to be looked at again though nothing else changed. */
  holdSeconds?: number
}

/** Policies remember; each run starts a new one. */
export type StartPolicy = (floor: { desks: readonly Worker[]; costs: Costs }) => Policy

/** The next in the roster after whoever was last, whatever they have open. */
export const roundRobin: StartPolicy = ({ desks }) => {
  let last = -1
  const distance = ({ index }: Worker) => (index - last - 1 + desks.length) % desks.length
  return {
    choose(_, free) {
      last = best(free, (a, b) => distance(a) - distance(b)).index
      return last
    },
  }
}

/** Intercom's balanced assignment: the fewest open conversations, then the longest since the last assignment. */
export const fewestOpen: StartPolicy = () => ({
  choose: (_, free) => best(free, (a, b) => a.load - b.load || longestSince(a, b)).index,
})

/** Zendesk's omnichannel routing: the highest spare capacity, then the longest since the last assignment. */
export const spareCapacity: StartPolicy = () => ({
  choose: (_, free) => best(free, (a, b) => spare(b) - spare(a) || longestSince(a, b)).index,
})

const spare = ({ agent, load }: Worker) => agent.capacity - load

/** Who has had none goes by the roster. */
function longestSince(a: Worker, b: Worker): number {
  if (a.lastAssignedAt === b.lastAssignedAt) return a.index - b.index
  return a.lastAssignedAt - b.lastAssignedAt
}

function best(free: readonly Worker[], compare: (a: Worker, b: Worker) => number): Worker {
  return free.reduce((first, worker) => (compare(worker, first) < 0 ? worker : first))
}
