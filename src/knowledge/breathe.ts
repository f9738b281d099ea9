/** Lets waiting work run when more than `everyMs` have passed since it last did; long building calls it between steps. */
export function makeBreathe(everyMs = 3): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < everyMs) return undefined
    return new Promise((resolve) =>
      setImmediate(() => {
        last = performance.now()
        resolve()
      }),
    )
  }
}
