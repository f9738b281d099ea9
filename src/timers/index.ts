/**
 * What is to happen at a time: stored, so that it outlives restarts, and fired by whichever node is alive then, at least
 * once. Set and cancelled within the transaction that wants it; fired in one with what its handler changes.
 */
export { createTimers, type TimerHandler } from './run-timers.ts'
export {
  cancelTimer,
  cancelTimersOf,
  type NewTimer,
  scheduleTimer,
  sweepTimers,
  type Timer,
} from './timer-store.ts'
