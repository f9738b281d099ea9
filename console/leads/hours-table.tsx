import { hourName, weekdayName } from '../state/findings.ts'
import type { OverviewReport } from '../state/wire.ts'
import { signed } from '../state/words.ts'
import { Opens } from './panel.tsx'

/** The hours in which somebody wrote, busiest first. */
export function HoursTable({
  hours,
  open,
}: {
  hours: OverviewReport['hours']
  open: (weekday: number, hour: number) => void
}) {
  const written = hours.filter(({ messages }) => messages > 0).sort((a, b) => b.messages - a.messages)
  return (
    <table className="cc-table">
      <thead>
        <tr>
          <th scope="col">Weekday</th>
          <th scope="col">Hour</th>
          <th scope="col" data-align="end">
            Messages
          </th>
          <th scope="col" data-align="end">
            Mean sentiment
          </th>
        </tr>
      </thead>
      <tbody>
        {written.map(({ weekday, hour, messages, meanSentiment }) => (
          <tr key={`${weekday}-${hour}`}>
            <td>{weekdayName(weekday)}</td>
            <td>{hourName(hour)}</td>
            <td data-align="end">
              <Opens
                amount={messages}
                name={`Open the conversations of ${weekdayName(weekday)} ${hourName(hour)}`}
                onClick={() => open(weekday, hour)}
              >
                {messages}
              </Opens>
            </td>
            <td data-align="end">{meanSentiment === null ? 'none' : signed(meanSentiment)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
