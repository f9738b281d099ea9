import { type KeyboardEvent, useState } from 'react'
import { busiestHour, hourName, hoursFinding, weekdayName } from '../state/findings.ts'
import type { OverviewReport } from '../state/wire.ts'
import { count, signed } from '../state/words.ts'
import { HoursTable } from './hours-table.tsx'
import { Panel } from './panel.tsx'
import type { OpenBehind } from './use-trends.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
type Hour = OverviewReport['hours'][number]

/** When customers write, weekday by hour. One cell is in the tab order; arrows move; a cell opens its conversations. */
export function HoursMap({ report, onOpen }: { report: OverviewReport; onOpen: OpenBehind }) {
  const { from, to, timeZone } = report
  const [at, setAt] = useState<{ weekday: number; hour: number }>(() => busiestHour(report) ?? { weekday: 1, hour: 9 })
  const byKey = new Map(report.hours.map((one) => [keyOf(one.weekday, one.hour), one]))
  const most = Math.max(1, ...report.hours.map(({ messages }) => messages))
  const cell = (weekday: number, hour: number): Hour =>
    byKey.get(keyOf(weekday, hour)) ?? { weekday, hour, messages: 0, meanSentiment: null }
  const open = (weekday: number, hour: number) =>
    onOpen({ title: slotName(weekday, hour), query: { from, to, timeZone, weekday, hour } })

  function move(event: KeyboardEvent): void {
    const [days, hours] = STEPS[event.key] ?? [0, 0]
    if (days === 0 && hours === 0) return
    event.preventDefault()
    const weekday = Math.min(7, Math.max(1, at.weekday + days))
    const hour = Math.min(23, Math.max(0, at.hour + hours))
    setAt({ weekday, hour })
    document.getElementById(`slot-${keyOf(weekday, hour)}`)?.focus()
  }

  return (
    <Panel
      title={hoursFinding(report)}
      note="Customer messages by weekday and hour, in your time zone; stronger is more."
      chart={
        <>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys of the buttons inside, handled once */}
          <div className="cc-hours" data-own-arrows="" onKeyDown={move}>
            {WEEKDAYS.map((weekday) => (
              <div className="cc-hours__day" key={weekday}>
                <span className="cc-hours__name">{weekdayName(weekday).slice(0, 3)}</span>
                {HOURS.map((hour) => {
                  const { messages } = cell(weekday, hour)
                  const isHere = at.weekday === weekday && at.hour === hour
                  return (
                    <button
                      key={hour}
                      id={`slot-${keyOf(weekday, hour)}`}
                      type="button"
                      className="cc-hours__cell"
                      data-here={isHere}
                      tabIndex={isHere ? 0 : -1}
                      aria-label={inWords(cell(weekday, hour))}
                      style={{ background: shade(messages / most) }}
                      onMouseEnter={() => setAt({ weekday, hour })}
                      onFocus={() => setAt({ weekday, hour })}
                      aria-disabled={messages === 0}
                      onClick={messages === 0 ? undefined : () => open(weekday, hour)}
                    />
                  )
                })}
              </div>
            ))}
            <div className="cc-hours__day" aria-hidden="true">
              <span className="cc-hours__name" />
              {HOURS.map((hour) => (
                <span key={hour} className="cc-hours__hour">
                  {hour % 6 === 0 ? hourName(hour).slice(0, 2) : ''}
                </span>
              ))}
            </div>
          </div>
          <p className="cc-hours__readout">{inWords(cell(at.weekday, at.hour))}</p>
        </>
      }
      table={<HoursTable hours={report.hours} open={open} />}
    />
  )
}

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** From the sunken surface (0) to the colour of text (1). */
const shade = (strength: number) =>
  `color-mix(in oklab, var(--cc-text) ${Math.round(strength * 85)}%, var(--cc-surface-sunken))`
const keyOf = (weekday: number, hour: number) => `${weekday}-${hour}`
const slotName = (weekday: number, hour: number) =>
  `${weekdayName(weekday)} ${hourName(hour)} to ${hourName((hour + 1) % 24)}`

function inWords({ weekday, hour, messages, meanSentiment }: Hour): string {
  const mean = meanSentiment === null ? '' : `, mean sentiment ${signed(meanSentiment)}`
  return `${slotName(weekday, hour)}: ${count(messages, 'message', 'messages')}${mean}`
}
