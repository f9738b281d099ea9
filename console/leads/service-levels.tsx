import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { serviceLevelFinding } from '../state/findings.ts'
import { rounded } from '../state/time.ts'
import type { OverviewReport, ServiceFigures } from '../state/wire.ts'
import { PRIORITY_WORD, percent, TARGET_WORD } from '../state/words.ts'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import { Panel } from './panel.tsx'

/** How long people took and how often as promised, with a state of its own: it is another question to the server. */
export function ServiceLevels({ range: { from, to } }: { range: Pick<OverviewReport, 'from' | 'to'> }) {
  const { api } = useWorkplace()
  const [time, setTime] = useState<'business' | 'calendar'>('business')
  const query = useQuery({
    queryKey: ['service-levels', from, to, time],
    queryFn: () => api.serviceLevels({ from, to, time }),
    placeholderData: keepPreviousData,
  })
  const report = query.data
  const isEmpty = report?.targets.every(({ ended, stillOverdue, promised }) => ended + stillOverdue + promised === 0)
  return (
    <Panel
      wide
      title={report && !isEmpty ? serviceLevelFinding(report) : 'Are promises kept?'}
      note="Everything that ended in the range, late or not, and what is overdue still, with its time so far."
      chart={
        <>
          <SegmentedControl
            className="cc-panel__choice"
            size="xs"
            aria-label="Which time is counted"
            data={[
              { value: 'business', label: 'Business time' },
              { value: 'calendar', label: 'Calendar time' },
            ]}
            value={time}
            onChange={(value) => setTime(value === 'calendar' ? 'calendar' : 'business')}
          />
          {query.isPending ? <Loading label="Loading the service levels" lines={4} height={28} /> : null}
          {query.isError ? (
            <Problem
              what="The service levels were not loaded"
              error={query.error}
              onRetry={() => void query.refetch()}
            />
          ) : null}
          {isEmpty ? (
            <Empty title="No ticket was answered or resolved in this range">
              Choose a longer range, or wait for the first ticket. Promises stand in company/service-levels.yaml.
            </Empty>
          ) : null}
          {report && !isEmpty ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
            <section className="cc-panel__table" tabIndex={0} aria-label="Times and promises by priority">
              <table className="cc-table">
                <thead>
                  <tr>
                    <th scope="col">Promise</th>
                    <th scope="col">Priority</th>
                    <th scope="col" data-align="end">
                      Median
                    </th>
                    <th scope="col" data-align="end">
                      9 of 10 within
                    </th>
                    <th scope="col" data-align="end">
                      Kept
                    </th>
                    <th scope="col" data-align="end">
                      Overdue now
                    </th>
                  </tr>
                </thead>
                {report.targets.map(({ target, byPriority, ...all }) => (
                  <tbody key={target}>
                    <tr>
                      <th scope="rowgroup" rowSpan={1 + byPriority.length}>
                        {TARGET_WORD[target]}
                      </th>
                      <Figures priority="All" figures={all} />
                    </tr>
                    {byPriority.map(({ priority, ...figures }) => (
                      <tr key={priority}>
                        <Figures priority={PRIORITY_WORD[priority]} figures={figures} />
                      </tr>
                    ))}
                  </tbody>
                ))}
              </table>
            </section>
          ) : null}
        </>
      }
    />
  )
}

function Figures({ priority, figures }: { priority: string; figures: ServiceFigures }) {
  const { p50, p90, promised, kept, stillOverdue } = figures
  return (
    <>
      <td>{priority}</td>
      <td data-align="end">{p50 === null ? 'none' : rounded(p50)}</td>
      <td data-align="end">{p90 === null ? 'none' : rounded(p90)}</td>
      <td data-align="end">{promised === 0 ? 'none promised' : `${percent(kept / promised)} of ${promised}`}</td>
      <td data-align="end">{stillOverdue}</td>
    </>
  )
}
