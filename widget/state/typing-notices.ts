const REPEAT_MS = 3_000
const IDLE_MS = 4_000

/** Turns key strokes into few notices: `true` at most every 3 s while somebody types, `false` 4 s after the last one. */
export function createTypingNotices(notify: (typing: boolean) => void) {
  let lastNoticeMs = 0
  let idleTimer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(idleTimer)
    if (lastNoticeMs === 0) return
    lastNoticeMs = 0
    notify(false)
  }

  return {
    typed(): void {
      clearTimeout(idleTimer)
      idleTimer = setTimeout(stop, IDLE_MS)
      if (Date.now() - lastNoticeMs < REPEAT_MS) return
      lastNoticeMs = Date.now()
      notify(true)
    },
    stop,
  }
}
