const RealDate = Date

/**
 * Makes every `new Date()` and `Date.now()` of this process tell the time that `setClock` sets, running on from there.
 * The embedded database asks the same clock, so its `now()` follows. Timers and `performance.now()` stay as they are,
 * so waits and time limits last as long as ever. For commands that play the past; never for the server.
 */
export function shiftClock(): { setClock(at: Date): void; restore(): void } {
  let offsetMs = 0
  const now = () => RealDate.now() + offsetMs
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [now()] : parameters, newTarget),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  })
  return {
    setClock(at) {
      offsetMs = at.getTime() - RealDate.now()
    },
    restore() {
      globalThis.Date = RealDate
    },
  }
}
