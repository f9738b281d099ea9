import { ago, clockTime, exactTime } from '../state/time.ts'
import { useNow } from './use-now.ts'

/** A time as people say it, with the exact one on hover. */
export function Ago({ at }: { at: string }) {
  const now = useNow(10)
  return (
    <time dateTime={at} title={exactTime(at)}>
      {ago(at, now)}
    </time>
  )
}

export function ClockTime({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactTime(at)}>
      {clockTime(at)}
    </time>
  )
}
