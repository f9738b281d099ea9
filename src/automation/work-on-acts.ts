import { randomUUID } from 'node:crypto'
import { EarshotError } from '../domain/index.ts'
import { createWorkers, type NudgedLoop } from '../nudged-loop.ts'
import { type Act, claimAct, countFailedCalls, endAct, postponeAct } from './firing-store.ts'
import { type PerformParts, perform } from './perform.ts'

/** Longer than a try may take, so that an action is done by one node at a time unless that one died. */
const LEASE_MS = 30_000
/** A webhook that hangs must not hold up everything else. */
const AT_ONCE = 4
/** The pauses after each failed try; after the last the action waits for a person. */
const PAUSES_MS = [10_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000]
/** From so many failed calls within an hour on, an address is not tried any more until a person has looked. */
const BROKEN_AFTER = 5

export interface WorkOptions extends PerformParts {
  /** After each action: publish what it brought about. */
  afterCommit(act: Act): void
  log(level: 'info' | 'warn', event: string, fields: object): void
  onError(error: unknown): void
  pausesMs?: readonly number[]
  leaseMs?: number
}

/** Does what is due, four actions at once. What fails for good stays in the table for a person. */
export function startActWorkers(options: WorkOptions & { everyMs: number }): NudgedLoop {
  const { database, pausesMs = PAUSES_MS, leaseMs = LEASE_MS } = options

  async function claim(): Promise<{ act: Act; token: string } | null> {
    const token = randomUUID()
    const act = await claimAct(database, token, leaseMs)
    return act && { act, token }
  }

  async function work({ act, token }: { act: Act; token: string }): Promise<void> {
    try {
      await refuseBroken(act)
      const end = await perform(options, act, token)
      if (end) options.log('info', 'rule.acted', { ...names(act), status: end.status })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const pauseMs = pausesMs[act.attempts - 1]
      // Most of ours say that it can't be; `unavailable` alone may pass.
      const isFinal = (error instanceof EarshotError && error.kind !== 'unavailable') || pauseMs === undefined
      if (isFinal) {
        await endAct(database, act, token, { status: 'failed', outcome: why })
        options.log('warn', 'rule.act_failed', { ...names(act), err: error })
      } else {
        await postponeAct(database, act, token, pauseMs * (1 + Math.random() / 4), why)
        options.log('warn', 'rule.act_postponed', { ...names(act), err: error })
      }
    }
    options.afterCommit(act)
  }

  async function refuseBroken({ action }: Act): Promise<void> {
    if (action.kind !== 'webhook' || (await countFailedCalls(database, action.url)) < BROKEN_AFTER) return
    throw new EarshotError(
      'invalid-request',
      'webhook-broken',
      `Not called: ${new URL(action.url).host} has failed ${BROKEN_AFTER} times within the hour. Retry or dismiss those first.`,
    )
  }

  return createWorkers({ claim, work, atOnce: AT_ONCE, everyMs: options.everyMs, onError: options.onError })
}

const names = ({ ruleId, firingId, place, attempts, action, conversationId }: Act) => ({
  ruleId,
  firingId,
  place,
  attempts,
  kind: action.kind,
  conversationId,
})
