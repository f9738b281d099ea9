export interface NudgedLoop {
  /** Work may be waiting: a round starts now, or once more after the one under way. Returns at once. */
  nudge(): void
  /** Starts nothing any more and waits for the round under way. */
  close(): Promise<void>
}

/**
 * Runs `round` when nudged and at least every `everyMs`, never two at once. A round that fails is reported and left to
 * the next.
 */
export function createNudgedLoop(options: {
  round(): Promise<void>
  everyMs: number
  onError(error: unknown): void
}): NudgedLoop {
  let closed = false
  let wanted = false
  let running: Promise<void> | null = null

  async function run(): Promise<void> {
    do {
      wanted = false
      await options.round().catch(options.onError)
    } while (wanted && !closed)
    // Here and not a moment later, when a nudge would be taken for one during the round.
    running = null
  }
  function nudge(): void {
    wanted = true
    if (running || closed) return
    running = run()
  }

  const sweep = setInterval(nudge, options.everyMs)
  return {
    nudge,
    async close() {
      closed = true
      clearInterval(sweep)
      await running
    },
  }
}
