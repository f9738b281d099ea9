/** Where turns wait for their chance to run on this node: each conversation at most once, a few at a time. */
export interface TurnQueue {
  /** There is, or may be, an undecided message in this conversation. */
  nudge(conversationId: string): void
  /** Takes no more turns and waits for those under way. */
  close(): Promise<void>
}

/**
 * Runs `handle` for nudged conversations until it says there is nothing left (false), `concurrency` conversations at a
 * time. A sweep every `sweepMs` finds what no nudge told of: messages of a node that died, and turns that failed.
 */
export function createTurnQueue(options: {
  handle(conversationId: string): Promise<boolean>
  findUnclaimed(): Promise<string[]>
  concurrency: number
  sweepMs: number
  onError(error: unknown): void
}): TurnQueue {
  const waiting = new Set<string>()
  const running = new Map<string, Promise<void>>()
  let closed = false

  function fill(): void {
    for (const id of waiting) {
      if (closed || running.size >= options.concurrency) return
      if (running.has(id)) continue
      waiting.delete(id)
      running.set(
        id,
        drain(id).finally(() => {
          running.delete(id)
          fill()
        }),
      )
    }
  }

  async function drain(id: string): Promise<void> {
    try {
      // Bounded, so that a conversation that is written to without pause can't keep a place for ever.
      for (let turns = 0; turns < 50 && !closed; turns++) {
        if (!(await options.handle(id))) return
      }
      waiting.add(id)
    } catch (error) {
      options.onError(error)
    }
  }

  const sweep = setInterval(() => {
    options
      .findUnclaimed()
      .then((ids) => ids.forEach(queue.nudge))
      .catch(options.onError)
  }, options.sweepMs)

  const queue: TurnQueue = {
    nudge(id) {
      if (closed) return
      waiting.add(id)
      fill()
    },
    async close() {
      closed = true
      clearInterval(sweep)
      waiting.clear()
      await Promise.all(running.values())
    },
  }
  return queue
}
