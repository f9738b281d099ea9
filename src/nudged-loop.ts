export interface NudgedLoop {
  /** Work may be waiting: a round starts now, or once more after the one under way. Returns at once. */
  nudge(): void
  /** Starts nothing any more and waits for what is under way. */
  close(): Promise<void>
}

export interface LoopOptions {
  everyMs: number
  /** The least between the starts of two rounds, so that many nudges in a row cost little; 0 unless told. */
  pauseMs?: number
  onError(error: unknown): void
}

/**
 * Runs `round` when nudged and at least every `everyMs`, never two at once. A round that fails is reported and left to
 * the next.
 */
export function createNudgedLoop({
  round,
  everyMs,
  pauseMs = 0,
  onError,
}: LoopOptions & { round(): Promise<void> }): NudgedLoop {
  let closed = false
  let wanted = false
  let running: Promise<void> | null = null
  let startedAt = Number.NEGATIVE_INFINITY
  let rest: NodeJS.Timeout | null = null

  function nudge(): void {
    wanted = true
    if (running || rest || closed) return
    const restMs = startedAt + pauseMs - performance.now()
    if (restMs <= 0) running = run()
    else rest = setTimeout(wake, restMs)
  }
  function wake(): void {
    rest = null
    nudge()
  }
  async function run(): Promise<void> {
    wanted = false
    startedAt = performance.now()
    await round().catch(onError)
    // Here and not a moment later, when a nudge would be taken for one during the round.
    running = null
    if (wanted) nudge()
  }

  const sweep = setInterval(nudge, everyMs)
  return {
    nudge,
    async close() {
      closed = true
      clearInterval(sweep)
      if (rest) clearTimeout(rest)
      await running
    },
  }
}

/**
 * Claims work when nudged and at least every `everyMs`, one piece after the other, and does up to `atOnce` of them side by
 * side: one that takes long holds up no other. `work` deals with its own failures; what it throws is reported.
 */
export function createWorkers<Work>({
  claim,
  work,
  atOnce,
  ...loopOptions
}: LoopOptions & {
  claim(): Promise<Work | null>
  work(claimed: Work): Promise<void>
  atOnce: number
}): NudgedLoop {
  let closed = false
  const underWay = new Set<Promise<void>>()

  function start(claimed: Work): void {
    const ended: Promise<void> = work(claimed)
      .catch(loopOptions.onError)
      .finally(() => {
        underWay.delete(ended)
        // A place is free, and what was done may have made room for the next.
        loop.nudge()
      })
    underWay.add(ended)
  }

  const loop = createNudgedLoop({
    ...loopOptions,
    async round() {
      while (!closed && underWay.size < atOnce) {
        const claimed = await claim()
        if (claimed === null) return
        start(claimed)
      }
    },
  })
  return {
    nudge: loop.nudge,
    async close() {
      closed = true
      await loop.close()
      await Promise.all(underWay)
    },
  }
}
