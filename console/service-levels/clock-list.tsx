import { clockWords } from '../state/service-levels.ts'
import type { Clock } from '../state/wire.ts'
import { TARGET_WORD } from '../state/words.ts'
import { useNow } from '../ui/use-now.ts'
import './service-levels.css'

/** The promises of a ticket; of the replies only the last, so that a long conversation stays readable. */
export function ClockList({ clocks }: { clocks: Clock[] }) {
  const now = useNow(10)
  const shown = (['first_reply', 'next_reply', 'resolution'] as const).flatMap((target) => {
    const last = clocks.findLast((clock) => clock.target === target)
    return last ? [last] : []
  })
  const policy = shown.find((clock) => clock.policy !== null)?.policy
  return (
    <>
      {shown.map((clock) => {
        const { text, tone } = clockWords(clock, now)
        return (
          <div key={clock.target}>
            <dt>{TARGET_WORD[clock.target]}</dt>
            <dd className="cc-clock" data-tone={tone}>
              {text}
            </dd>
          </div>
        )
      })}
      {policy ? (
        <div>
          <dt>Policy</dt>
          <dd>{policy}</dd>
        </div>
      ) : null}
    </>
  )
}
