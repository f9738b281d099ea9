/** Lets waiting work run when more than `everyMs` have passed since it last did. */
export type Breathe = () => Promise<void> | undefined

/** For work on the main thread that may be long: no stretch between two calls keeps others waiting unnoticed. */
export function makeBreathe(everyMs: number): Breathe {
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
