/** Lets waiting work run when more than `everyMs` have passed since it last did. Training calls it between batches, the search for dates between pieces of a long text. */
export type Breathe = () => Promise<void> | undefined

/** A server that retrains while it serves keeps answering: no stretch of training is longer than about `everyMs`. */
export function makeBreathe(everyMs = 12): Breathe {
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
