import { isDeepStrictEqual } from 'node:util'
import type { Conversation, Database, NewEvent, Tx } from '../domain/index.ts'
import { createNudgedLoop, type NudgedLoop } from '../nudged-loop.ts'
import {
  type ClockedTicket,
  keepClock,
  listBehind,
  listClockedTickets,
  listClocks,
  listFacts,
  noteLookedAt,
} from './clock-store.ts'
import { runClocks } from './clocks.ts'
import type { HoursOf } from './hours-file.ts'
import { keepPromises, nextLookAt, type Warning } from './keep-promises.ts'
import type { ServiceLevels } from './policies.ts'

/** The kind of the timers that wake this up when a warning is due. */
export const LOOK_AT_CLOCKS = 'look_at_clocks'

const BATCH = 100
const SWEEP_MS = 5_000
/** Clocks run in minutes: what happens in quick succession is looked at once. */
const PAUSE_MS = 200
const LONG_BEFORE_MS = 60_000

export interface WatchParts {
  database: Database
  levels: ServiceLevels
  hoursOf: HoursOf
  lockConversation(tx: Tx, id: string): Promise<Conversation | null>
  changeConversation(tx: Tx, conversation: Conversation, change: object, events: NewEvent[]): Promise<Conversation>
  /** Sets the one timer a ticket's clocks have, in place of the one before; null takes it back. */
  setTimer(tx: Tx, timer: { conversationId: string; ticketId: string; dueAt: Date | null }): Promise<void>
  afterCommit(): void
  onError(error: unknown): void
}

export interface Watch extends NudgedLoop {
  /** Fires the timer: what was due is told. */
  look(tx: Tx, conversationId: string, dueAt: Date): Promise<void>
}

/**
 * Keeps the clocks of every ticket right. They follow from what happened, so nobody has to move them: whatever changes a
 * conversation raises its version, and a ticket that was looked at before that is looked at again, on a nudge or by a
 * sweep, in a transaction of its own. What comes of it is told by events and wakes up again when the next warning is due.
 */
export function createWatch(parts: WatchParts): Watch {
  const { database } = parts

  async function look(tx: Tx, conversationId: string, now: Date): Promise<void> {
    let conversation = await parts.lockConversation(tx, conversationId)
    if (!conversation) return
    for (const ticket of await listClockedTickets(tx, conversationId)) {
      conversation = await lookAtTicket(tx, conversation, ticket, now)
      await noteLookedAt(tx, ticket, conversation.version)
    }
  }

  async function lookAtTicket(
    tx: Tx,
    conversation: Conversation,
    ticket: ClockedTicket,
    now: Date,
  ): Promise<Conversation> {
    const before = await listClocks(tx, ticket.id)
    const facts = await listFacts(tx, conversation, ticket)
    const hours = parts.hoursOf(ticket.requiredSkill)
    const { clocks, warnings } = keepPromises(runClocks(facts), before, ticket, parts.levels, hours, now)
    const changed = clocks.filter((clock) => {
      const known = before.find(({ target, number }) => target === clock.target && number === clock.number)
      return !isDeepStrictEqual(known, clock)
    })
    for (const clock of changed) await keepClock(tx, conversation.id, ticket.id, clock)
    await parts.setTimer(tx, { conversationId: conversation.id, ticketId: ticket.id, dueAt: nextLookAt(clocks) })
    if (changed.length === 0 || (before.length === 0 && endedLongBefore(ticket, now))) return conversation
    return parts.changeConversation(tx, conversation, {}, [
      ...warnings.map((warning) => warningEvent(ticket, warning)),
      { type: 'service_level.changed', data: { ticketId: ticket.id }, actor: { kind: 'system', id: null } },
    ])
  }

  const loop = createNudgedLoop({
    everyMs: SWEEP_MS,
    pauseMs: PAUSE_MS,
    onError: parts.onError,
    async round() {
      let ids: string[]
      let failed = 0
      do {
        ids = await listBehind(database, BATCH)
        for (const id of ids) {
          // One conversation that cannot be looked at must not keep the others waiting.
          await database
            .transaction((tx) => look(tx, id, new Date()))
            .catch((error: unknown) => {
              failed++
              parts.onError(error)
            })
        }
        if (ids.length > 0) parts.afterCommit()
      } while (ids.length === BATCH && failed === 0)
    },
  })
  return {
    ...loop,
    // The clock of this machine may be a moment behind the database's, by which the timer was due.
    look: (tx, conversationId, dueAt) => look(tx, conversationId, new Date(Math.max(Date.now(), dueAt.getTime()))),
  }
}

/** So long before its clocks were first looked at that nobody waits for the news: consoles have it as it is. */
const endedLongBefore = ({ resolvedAt }: ClockedTicket, now: Date): boolean =>
  resolvedAt !== null && now.getTime() - resolvedAt.getTime() > LONG_BEFORE_MS

function warningEvent(ticket: ClockedTicket, { kind, clock }: Warning): NewEvent {
  return {
    type: kind === 'breached' ? 'service_level.breached' : 'service_level.at_risk',
    data: {
      ticketId: ticket.id,
      target: clock.target,
      number: clock.number,
      policy: clock.policy ?? '',
      dueAt: clock.dueAt?.toISOString() ?? '',
    },
    actor: { kind: 'system', id: null },
  }
}
