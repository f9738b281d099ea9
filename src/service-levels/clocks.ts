import type { ServiceTarget } from '../domain/index.ts'

/** What can happen to a ticket as far as its clocks go. Nothing before the first handoff counts: the assistant had it. */
export type FactKind =
  /** A person is needed: by an escalation, the first or one that opens the ticket again. */
  | 'handed_over'
  /** An agent opened it again by themselves; nobody waits for a first reply. */
  | 'taken_up'
  | 'customer_wrote'
  | 'person_replied'
  | 'waits_for_customer'
  /** It does not wait for the customer any more. Snoozing is our own choice, so a snoozed ticket goes on. */
  | 'goes_on'
  | 'resolved'

export interface Fact {
  kind: FactKind
  at: Date
}

/** A stretch in which a clock ran; `to` null while it runs. */
export interface Run {
  from: Date
  to: Date | null
}

export interface Clock {
  target: ServiceTarget
  /** 1 for the ticket's first of this target. */
  number: number
  startedAt: Date
  /** Oldest first, apart from each other. */
  runs: Run[]
  stoppedAt: Date | null
  /** A reply, or the end of the work: without a reply where one was owed. Null while it has not stopped. */
  ended: 'reply' | 'resolved' | null
}

/**
 * The clocks of one ticket, from all that happened to it in order. A handoff starts the first reply and the resolution, a
 * reopening starts them again; after the first reply every message of a customer who is not waiting already starts the
 * next reply. A person's reply stops both; waiting for the customer pauses whatever runs, and their message goes on.
 */
export function runClocks(facts: readonly Fact[]): Clock[] {
  const clocks: Clock[] = []
  let paused = false
  const open = (target: ServiceTarget) => clocks.find((clock) => clock.target === target && clock.stoppedAt === null)

  function start(target: ServiceTarget, at: Date): void {
    if (open(target)) return
    const number = clocks.filter((clock) => clock.target === target).length + 1
    clocks.push({ target, number, startedAt: at, runs: [{ from: at, to: null }], stoppedAt: null, ended: null })
  }
  function stop(target: ServiceTarget, at: Date, ended: 'reply' | 'resolved'): void {
    const clock = open(target)
    if (!clock) return
    endRun(clock, at)
    clock.stoppedAt = at
    clock.ended = ended
  }
  function goOn(at: Date): void {
    if (!paused) return
    paused = false
    for (const clock of clocks) if (clock.stoppedAt === null) clock.runs.push({ from: at, to: null })
  }

  for (const { kind, at } of facts) {
    switch (kind) {
      case 'handed_over':
        goOn(at)
        start('first_reply', at)
        start('resolution', at)
        break
      case 'taken_up':
        goOn(at)
        start('resolution', at)
        break
      case 'customer_wrote':
        if (!open('resolution')) break
        goOn(at)
        if (!open('first_reply')) start('next_reply', at)
        break
      case 'person_replied':
        stop('first_reply', at, 'reply')
        stop('next_reply', at, 'reply')
        break
      case 'waits_for_customer':
        if (paused || !open('resolution')) break
        paused = true
        for (const clock of clocks) if (clock.stoppedAt === null) endRun(clock, at)
        break
      case 'goes_on':
        goOn(at)
        break
      case 'resolved':
        for (const target of ['first_reply', 'next_reply', 'resolution'] as const) stop(target, at, 'resolved')
        paused = false
        break
    }
  }
  return clocks
}

function endRun(clock: Clock, at: Date): void {
  const run = clock.runs.at(-1)
  if (run && run.to === null) run.to = at
}

/** Milliseconds of time that counts between two instants. */
export type Measure = (from: Date, to: Date) => number
/** The instant at which so many milliseconds that count have passed since another; null when that never comes. */
export type Add = (from: Date, ms: number) => Date | null

/** How long a clock has run by `now`. */
export function elapsedMs(clock: Pick<Clock, 'runs'>, now: Date, measure: Measure): number {
  return clock.runs.reduce((total, { from, to }) => total + measure(from, to ?? now), 0)
}

/** When a clock that runs will have run for `ms`, or did; null while it is paused or stopped. */
export function reachedAt(clock: Pick<Clock, 'runs'>, ms: number, measure: Measure, add: Add): Date | null {
  if (clock.runs.at(-1)?.to !== null) return null
  let left = ms
  for (const { from, to } of clock.runs) {
    const ran = to === null ? Number.POSITIVE_INFINITY : measure(from, to)
    if (left <= ran) return add(from, left)
    left -= ran
  }
  return null
}
