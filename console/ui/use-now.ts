import { useSyncExternalStore } from 'react'
import { createStore } from '../state/store.ts'

const seconds = createStore(Math.floor(Date.now() / 1_000))
setInterval(() => seconds.set(Math.floor(Date.now() / 1_000)), 1_000)

/** The time in milliseconds, once per `everySeconds`; all clocks on screen turn together. */
export function useNow(everySeconds = 1): number {
  const read = () => Math.floor(seconds.get() / everySeconds) * everySeconds
  return useSyncExternalStore(seconds.subscribe, read) * 1_000
}
