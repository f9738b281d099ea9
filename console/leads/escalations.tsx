import { escalationFinding } from '../state/findings.ts'
import type { OverviewReport } from '../state/wire.ts'
import { reasonWords } from '../state/words.ts'
import { Panel } from './panel.tsx'
import type { OpenBehind } from './use-trends.ts'

/** Why people were needed; each bar opens its conversations. */
export function Escalations({ report, onOpen }: { report: OverviewReport; onOpen: OpenBehind }) {
  const { from, to, timeZone } = report
  const reasons = report.escalationReasons.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
  const most = Math.max(1, ...reasons.map(({ count }) => count))
  const open = (reason: string) =>
    onOpen({ title: reasonWords(reason), query: { from, to, timeZone, decision: 'escalate', reason } })
  return (
    <Panel
      title={escalationFinding(report)}
      note="Escalations by the assistant's reason."
      chart={
        <ul className="cc-bars">
          {reasons.map(({ reason, count }) => (
            <li key={reason}>
              <button type="button" className="cc-plain cc-bars__bar" onClick={() => open(reason)}>
                <span className="cc-bars__name">{reasonWords(reason)}</span>
                <span className="cc-bars__count">{count}</span>
                <span className="cc-bars__track" aria-hidden="true">
                  <span className="cc-bars__fill" style={{ inlineSize: `${(count / most) * 100}%` }} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      }
      table={
        <table className="cc-table">
          <thead>
            <tr>
              <th scope="col">Reason</th>
              <th scope="col" data-align="end">
                Escalations
              </th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(({ reason, count }) => (
              <tr key={reason}>
                <td>{reasonWords(reason)}</td>
                <td data-align="end">
                  <button type="button" className="cc-plain cc-opens" onClick={() => open(reason)}>
                    {count}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  )
}
