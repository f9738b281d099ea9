import { randomUUID } from 'node:crypto'
import { createTurnQueue } from '../../conversation/index.ts'
import type { Database, Publication, Tx } from '../../domain/index.ts'
import {
  type ClaimedDelivery,
  claimDelivery,
  findDue,
  handoffFacts,
  markDue,
  recordDelivered,
  recordFailure,
  settleDelivery,
  type Undelivered,
  undeliveredAfter,
} from './delivery-store.ts'
import { handoffInitiation, handoffStatus } from './handoff.ts'
import { type Outgoing, toOutgoing } from './outgoing.ts'
import type { Reference } from './sdk.ts'

/** Longer than one sending may take, so that a node that lives keeps what it claimed. */
const LEASE_MS = 30_000
const SWEEP_MS = 1_000
const CONCURRENT_CONVERSATIONS = 8
const BATCH = 50
/** After so many failures in a row, some 6 minutes, the agents are told. */
export const TELL_AFTER = 10
/** Then it is tried every 10 minutes for a day, and after that when something new is said. */
const SLOW_MS = 10 * 60_000
const GIVE_UP_AFTER = TELL_AFTER + 144

export interface DeliveryParts {
  database: Database
  assistantName: string
  publicUrl: string | undefined
  /** Sends one activity; throws when the channel did not take it. `status` on the error is what it answered. */
  send(reference: Reference, outgoing: Outgoing): Promise<void>
  /** A note for the agents, stored once per `clientMessageId`. */
  note(conversationId: string, note: { clientMessageId: string; text: string }): Promise<void>
  log(level: 'info' | 'warn', event: string, fields: object): void
  onError(error: unknown): void
}

/**
 * Sends what was said to where the customer is: per conversation in order and one at a time, on one node or ten, at
 * least once. The tables are the queue: what is due and how far it was sent outlives every process.
 */
export function createDelivery(parts: DeliveryParts) {
  let closing = false
  const queue = createTurnQueue({
    handle: (conversationId) => deliver(parts, conversationId, () => closing),
    findUnclaimed: () => findDue(parts.database, 200),
    concurrency: CONCURRENT_CONVERSATIONS,
    sweepMs: SWEEP_MS,
    onError: parts.onError,
  })
  return {
    /** In the relay's transaction: what it publishes is due. */
    async mark(tx: Tx, publications: Publication[]): Promise<void> {
      for (const id of await markDue(tx, publications, TELL_AFTER)) queue.nudge(id)
    },
    /** Finishes what is being sent and leaves the rest to whoever comes next. */
    async close(): Promise<void> {
      closing = true
      await queue.close()
    },
  }
}

/** Sends all that is due in one conversation. True when there is more. */
async function deliver(parts: DeliveryParts, conversationId: string, isClosing: () => boolean): Promise<boolean> {
  const claimed = await claimDelivery(parts.database, conversationId, randomUUID(), LEASE_MS)
  if (!claimed) return false
  let position = claimed.deliveredPosition
  try {
    for (;;) {
      const batch = await undeliveredAfter(parts.database, conversationId, position, BATCH)
      for (const item of batch) {
        if (isClosing()) return settleDelivery(parts.database, claimed, position)
        await sendItem(parts, claimed, item)
        position = item.position
        if (!(await recordDelivered(parts.database, claimed, position, item.message?.seq ?? null, LEASE_MS)))
          return false
      }
      if (batch.length < BATCH) break
    }
  } catch (error) {
    await giveBack(parts, { ...claimed, attempts: position > claimed.deliveredPosition ? 0 : claimed.attempts }, error)
    return false
  }
  if (claimed.attempts >= TELL_AFTER) await tellRecovered(parts, claimed)
  return settleDelivery(parts.database, claimed, claimed.duePosition)
}

async function sendItem(parts: DeliveryParts, claimed: ClaimedDelivery, item: Undelivered): Promise<void> {
  const outgoing = await toSend(parts, claimed, item)
  if (!outgoing) return
  try {
    await parts.send(claimed.reference, outgoing)
  } catch (error) {
    const status = statusOf(error)
    // Channels that know no events say so with 4xx; the conversation goes on without.
    const isRefusedEvent = outgoing.content.kind !== 'activity' && status !== null && status >= 400 && status < 500
    if (!isRefusedEvent || status === 401 || status === 429) throw error
    parts.log('info', 'channel.event_refused', {
      conversationId: claimed.conversationId,
      channel: claimed.channel,
      status,
    })
  }
}

async function toSend(parts: DeliveryParts, claimed: ClaimedDelivery, item: Undelivered): Promise<Outgoing | null> {
  const { conversationId } = claimed
  if (item.message) {
    const isHeldBack = item.handledOutside && item.message.author !== 'agent'
    return isHeldBack ? null : toOutgoing({ conversationId, ...item.message }, claimed, parts)
  }
  if (item.type !== 'conversation.escalated') return handoffStatus(item)
  const facts = await handoffFacts(parts.database, conversationId)
  return facts && handoffInitiation(facts, parts.assistantName)
}

/** Leaves the rest to a later try, and tells the agents once it has failed too often. */
async function giveBack(parts: DeliveryParts, claimed: ClaimedDelivery, error: unknown): Promise<void> {
  const { conversationId, channel } = claimed
  const failures = claimed.attempts + 1
  const why = error instanceof Error ? error.message : String(error)
  if (failures === TELL_AFTER) {
    parts.log('warn', 'channel.unreachable', { conversationId, channel, failures, err: error })
    await parts.note(conversationId, {
      clientMessageId: `channel-unreachable-${claimed.deliveredPosition}`,
      text: `The channel (${channel}) does not take messages. What you write is kept and tried again, but the customer does not see it now.`,
    })
  }
  await recordFailure(parts.database, claimed, why, backOff(failures))
}

async function tellRecovered(
  parts: DeliveryParts,
  { conversationId, channel, duePosition }: ClaimedDelivery,
): Promise<void> {
  parts.log('info', 'channel.reachable_again', { conversationId, channel })
  await parts.note(conversationId, {
    clientMessageId: `channel-back-${duePosition}`,
    text: `The channel (${channel}) takes messages again. The customer has got everything.`,
  })
}

/** Milliseconds until the next try after so many failures in a row: 1 s doubled to 2 min, then slowly; null for never. */
export function backOff(failures: number): number | null {
  if (failures >= GIVE_UP_AFTER) return null
  return failures >= TELL_AFTER ? SLOW_MS : Math.min(1_000 * 2 ** (failures - 1), 120_000)
}

const statusOf = (error: unknown): number | null =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null
