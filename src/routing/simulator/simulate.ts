import { Agenda } from './agenda.ts'
import { type Kind, Kinds, type Ticket, type Worker, workSeconds } from './floor.ts'
import type { Arrival, Costs, SimulatedAgent } from './load.ts'
import type { StartPolicy } from './policies.ts'
import { WaitingRoom } from './waiting-room.ts'

/** How one run went. */
export interface Replay {
  /** In the order of arrival. `waited` is the sum of all their waits, until they were served, left, or the run ended. */
  tickets: { state: 'waiting' | 'served' | 'abandoned'; waited: number; wasRight: boolean | null }[]
  /** By agent: seconds on shift times capacity, and how many of them were spent on conversations. */
  agents: { placeSeconds: number; busySeconds: number }[]
  transfers: number
}

type Happening =
  | { what: 'arrives'; ticket: Ticket }
  | { what: 'loses patience'; ticket: Ticket; since: number }
  | { what: 'may be done'; worker: Desk; version: number }
  | { what: 'was held' }
  | { what: 'shift'; worker: Desk; isOn: boolean }

/** A worker with what lies before them. */
interface Desk extends Worker {
  open: { ticket: Ticket; left: number; endsIn: 'served' | 'transfer' }[]
  /** To when `left` has been worked off. */
  workedTo: number
  /** Grows with each change; what was planned for an earlier one is void. */
  version: number
  busySeconds: number
}

/** Below this much work a conversation is over: sums of fractions seldom meet zero. In seconds. */
const CRUMB = 1e-6

/**
 * Replays `arrivals` with one policy, event by event, until nothing more happens or `until`. A free place and a waiting
 * ticket meet whenever either turns up: the first of the queue asks the policy for an agent, then the next.
 */
export function simulate(
  arrivals: readonly Arrival[],
  roster: readonly SimulatedAgent[],
  costs: Costs,
  startPolicy: StartPolicy,
  until: number,
): Replay {
  const agenda = new Agenda<Happening>()
  const kinds = new Kinds(roster)
  const room = new WaitingRoom()
  const desks = roster.map(
    (agent, index): Desk => ({
      index,
      agent,
      isOn: agent.shifts === null,
      load: 0,
      lastAssignedAt: -Infinity,
      open: [],
      workedTo: 0,
      version: 0,
      busySeconds: 0,
    }),
  )
  const tickets = arrivals.map((arrival, index): Ticket => {
    const kind = kinds.of(arrival)
    return {
      index,
      arrival,
      kind,
      state: 'waiting',
      waitingSince: arrival.at,
      waitedBefore: 0,
      wasRight: null,
    }
  })
  const policy = startPolicy({ desks, costs })
  let now = 0
  let transfers = 0

  for (const worker of desks) {
    for (const { from, to } of worker.agent.shifts ?? []) {
      agenda.add(from, { what: 'shift', worker, isOn: true })
      agenda.add(to, { what: 'shift', worker, isOn: false })
    }
  }
  for (const ticket of tickets) agenda.add(ticket.arrival.at, { what: 'arrives', ticket })
  let event = agenda.next()
  for (; event && event.at <= until; event = agenda.next()) {
    now = event.at
    if (happen(event.what)) assignWaiting()
  }
  if (event) {
    now = until
    for (const desk of desks) work(desk)
  }

  return {
    tickets: tickets.map((ticket) => ({
      state: ticket.state,
      waited: ticket.waitedBefore + (ticket.state === 'waiting' ? Math.max(0, until - ticket.waitingSince) : 0),
      wasRight: ticket.wasRight,
    })),
    agents: desks.map(({ agent, busySeconds }) => ({
      placeSeconds: agent.capacity * onShiftSeconds(agent, until),
      busySeconds,
    })),
    transfers,
  }

  /** Whether anybody may now be assigned who could not before. */
  function happen(event: Happening): boolean {
    switch (event.what) {
      case 'arrives':
        policy.onArrival?.(event.ticket, now)
        wait(event.ticket)
        return true
      case 'loses patience': {
        const { ticket, since } = event
        if (ticket.state !== 'waiting' || ticket.waitingSince !== since) return false
        endWait(ticket, 'abandoned')
        return false
      }
      case 'was held':
        return true
      case 'shift':
        event.worker.isOn = event.isOn
        return event.isOn
      case 'may be done':
        return event.version === event.worker.version && finish(event.worker)
    }
  }

  function wait(ticket: Ticket): void {
    ticket.state = 'waiting'
    ticket.waitingSince = now
    room.add(ticket)
    if (policy.holdSeconds) agenda.add(now + policy.holdSeconds, { what: 'was held' })
    const { patienceSeconds } = ticket.arrival
    if (patienceSeconds !== Infinity) {
      agenda.add(now + patienceSeconds, { what: 'loses patience', ticket, since: now })
    }
  }

  function endWait(ticket: Ticket, state: 'served' | 'abandoned'): void {
    ticket.state = state
    ticket.waitedBefore += now - ticket.waitingSince
  }

  /** Goes through the queue until a whole look finds nobody to assign: one held back may be free to go in the next. */
  function assignWaiting(): void {
    let isAnyAssigned = true
    while (isAnyAssigned) {
      isAnyAssigned = false
      const passedOver = new Set<Kind>()
      let isAnyHeld = false
      for (let ticket = room.first(passedOver); ticket; ticket = room.first(passedOver)) {
        const { kind } = ticket
        const free = desks.filter(
          ({ index, isOn, load, agent }) => isOn && load < agent.capacity && kind.isAble[index] === true,
        )
        const chosen = free.length === 0 ? null : policy.choose(ticket, free, { now, waiting: room })
        if (chosen === null) {
          isAnyHeld ||= free.length > 0
          passedOver.add(kind)
          continue
        }
        begin(ticket, desks[chosen])
        isAnyAssigned = true
      }
      isAnyAssigned &&= isAnyHeld
    }
  }

  function begin(ticket: Ticket, desk: Desk | undefined): void {
    if (!desk?.isOn || desk.load >= desk.agent.capacity || ticket.kind.isAble[desk.index] !== true) {
      throw new Error(`The policy chose ${desk?.agent.name ?? 'nobody'}, who cannot take ${ticket.kind.need.intent}.`)
    }
    endWait(ticket, 'served')
    const isRight = ticket.kind.isRight[desk.index] === true
    ticket.wasRight ??= isRight
    const isHandedOn = !isRight && ticket.arrival.luck < costs.transferProbability && isAnybodyRight(ticket.kind)
    work(desk)
    desk.open.push({
      ticket,
      left: isHandedOn ? costs.transferSeconds : workSeconds(ticket.arrival, desk, isRight, costs),
      endsIn: isHandedOn ? 'transfer' : 'served',
    })
    desk.load++
    desk.lastAssignedAt = now
    plan(desk)
  }

  /** Nobody hands on to who has gone home. */
  function isAnybodyRight({ isRight, onceHandedOn }: Kind): boolean {
    return onceHandedOn !== null && desks.some(({ index, isOn, agent }) => isRight[index] && isOn && agent.capacity > 0)
  }

  /** Ends what is worked off; false when nothing was. */
  function finish(desk: Desk): boolean {
    work(desk)
    const done = desk.open.filter(({ left }) => left <= CRUMB)
    desk.open = desk.open.filter(({ left }) => left > CRUMB)
    desk.load = desk.open.length
    plan(desk)
    for (const { ticket, endsIn } of done) {
      if (endsIn === 'served' || !ticket.kind.onceHandedOn) continue
      transfers++
      ticket.kind = ticket.kind.onceHandedOn
      wait(ticket)
    }
    return done.length > 0
  }

  /** Works off what was done since the desk last changed. */
  function work(desk: Desk): void {
    const passed = now - desk.workedTo
    for (const each of desk.open) each.left -= passed / slowness(desk.load)
    desk.busySeconds += passed * desk.load
    desk.workedTo = now
  }

  function plan(desk: Desk): void {
    desk.version++
    if (desk.open.length === 0) return
    const left = Math.min(...desk.open.map((each) => each.left))
    agenda.add(now + Math.max(0, left) * slowness(desk.load), {
      what: 'may be done',
      worker: desk,
      version: desk.version,
    })
  }

  function slowness(load: number): number {
    return 1 + costs.concurrencySlowdown * Math.max(0, load - 1)
  }
}

function onShiftSeconds(agent: SimulatedAgent, until: number): number {
  if (agent.shifts === null) return until
  return agent.shifts.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, until) - from), 0)
}
