/** Spares a system that fails from being asked, and whoever asks from waiting for it. */
export interface Breaker {
  mayAsk(): boolean
  succeeded(): void
  failed(): void
}

/** Opens after `failures` in a row for `openMs`; then one is let through, and its outcome decides. */
export function createBreaker({
  failures,
  openMs,
  now = () => Date.now(),
}: {
  failures: number
  openMs: number
  now?: () => number
}): Breaker {
  let inARow = 0
  let closedAgainAt = 0
  return {
    mayAsk() {
      if (inARow < failures) return true
      if (now() < closedAgainAt) return false
      // The one that is let through holds the others back.
      closedAgainAt = now() + openMs
      return true
    },
    succeeded() {
      inARow = 0
    },
    failed() {
      inARow += 1
      if (inARow >= failures) closedAgainAt = now() + openMs
    },
  }
}
