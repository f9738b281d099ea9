/** One run of `work` at most every `ms`, however often it is asked for; the last request is never dropped. */
export function debounce(ms: number, work: () => Promise<void>, onError: (error: unknown) => void) {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> = Promise.resolve()
  let closed = false
  function ask(): void {
    if (timer || closed) return
    timer = setTimeout(() => {
      timer = null
      running = running.then(work).catch(onError)
    }, ms)
  }
  return Object.assign(ask, {
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      await running
    },
  })
}
