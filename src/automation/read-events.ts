import { randomUUID } from 'node:crypto'
import type { Database, Rule } from '../domain/index.ts'
import { occurrenceOf, type StoredEvent, WATCHED_EVENTS } from './occurrences.ts'
import { react } from './react.ts'
import { beginReading, leaveReader, moveReader, readNext, takeReader } from './reader-store.ts'
import { listRules } from './rule-store.ts'
import { type SetTimer, silenceAfter, watchSilence } from './silence.ts'

const READER = 'automation'
const BATCH = 100
/** A node that dies while it reads is followed by another after this. */
const LEASE_MS = 15_000

export interface ReadEventsOptions {
  database: Database
  setTimer: SetTimer
  leaseMs?: number
  /** Called after the commit of each event that something is to be done about. */
  afterFiring?(): void
  /** Called between storing what is to be done and moving on; a test can die there. */
  beforeMove?(): void
}

/**
 * Reads the stream of events from where it was left, on one node at a time, and stores what the rules want done about each.
 * Each event is one transaction that also moves the place in the stream: killed before it commits, nothing has happened;
 * killed after, the firing is there and is not made again.
 */
export function createEventReader({
  database,
  setTimer,
  leaseMs = LEASE_MS,
  afterFiring,
  beforeMove,
}: ReadEventsOptions) {
  const token = randomUUID()
  let isBegun = false

  /** One page; false when there was nothing to read, or another node reads. */
  async function readPage(): Promise<boolean> {
    if (!isBegun) await beginReading(database, READER)
    isBegun = true
    const { events, from, to } = await readNext(database, READER, WATCHED_EVENTS, BATCH)
    if (to === from || !(await takeReader(database, READER, token, leaseMs))) return false
    const rules = (await listRules(database)).filter(({ enabled }) => enabled)
    let place = from
    for (const event of events) {
      if (!rules.some((rule) => mayConcern(rule, event))) continue
      const next = event.position
      const firings = await database
        .transaction(async (tx) => {
          await watchSilence(tx, event, rules, setTimer)
          const matches = await react(tx, event, occurrenceOf(event), rules)
          beforeMove?.()
          if (await moveReader(tx, READER, token, place, next)) return matches.length
          throw new LostReader()
        })
        .catch(ifLost)
      if (firings === null) return false
      if (firings > 0) afterFiring?.()
      place = next
    }
    await database.transaction((tx) => moveReader(tx, READER, token, place, to))
    return true
  }

  return { readPage, leave: () => leaveReader(database, READER, token) }
}

/** Most events concern no rule, and cost no transaction. */
function mayConcern({ content: { event: awaited } }: Rule, event: StoredEvent): boolean {
  if (awaited.type === 'no_reply_for') return silenceAfter(event) === awaited.who
  return occurrenceOf(event).types.includes(awaited.type)
}

/** Another node has the reader: everything of this transaction is undone. */
class LostReader extends Error {}

function ifLost(error: unknown): null {
  if (error instanceof LostReader) return null
  throw error
}
