import type { OpenResult } from '../../src/protocol/customer.ts'
import type { WireError } from '../../src/protocol/shared.ts'
import { type Connection, NoAnswer, Refused } from './connection.ts'

const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 30_000

interface SyncParts {
  connection: Pick<Connection, 'isUp' | 'renew' | 'request'>
  /** The last `seq` held; 0 for none. */
  lastSeq: () => number
  /** Whether the server is known to have more than is held. */
  isBehind: () => boolean
  take: (result: OpenResult, askedFrom: number) => void
  refused: (error: WireError) => void
}

/** Asks the server for exactly what is later than the last message held. One question at a time, never a flood. */
export function createSync({ connection, lastSeq, isBehind, take, refused }: SyncParts) {
  let isAsking = false
  let isWanted = false
  let fruitless = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function now(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    isWanted = true
    if (isAsking) return
    isAsking = true
    try {
      while (isWanted) {
        isWanted = false
        const askedFrom = lastSeq()
        take(await connection.request('conversation:open', { lastSeq: askedFrom }), askedFrom)
      }
    } catch (error) {
      if (error instanceof Refused) {
        refused(error.wire)
        later(error.wire.retryAfterMs)
      } else if (!(error instanceof NoAnswer)) throw error
      else if (connection.isUp()) connection.renew()
    } finally {
      isAsking = false
    }
  }

  function later(atLeastMs = 0): void {
    timer ??= setTimeout(
      () => {
        timer = undefined
        if (!isBehind()) return
        fruitless++
        void now()
      },
      Math.max(atLeastMs, Math.min(FIRST_WAIT_MS * 2 ** fruitless, LONGEST_WAIT_MS)),
    )
  }

  return {
    now,
    /** What is missing is often on its way already; asks in a while if it is missing still, rarer each time in vain. */
    ifBehind(): void {
      if (isBehind()) later()
      else fruitless = 0
    },
    stop: () => clearTimeout(timer),
  }
}
