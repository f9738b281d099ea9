import { useReference } from '../shell/use-workplace.ts'
import { subjectsFirst, tagsFinding } from '../state/findings.ts'
import type { OverviewReport } from '../state/wire.ts'
import { signed } from '../state/words.ts'
import { TagChip } from '../ui/chip.tsx'
import { Opens, Panel } from './panel.tsx'
import type { Narrowing, OpenBehind } from './use-trends.ts'

/** Every tag of the range: how often, how it moved, how those customers felt, how many needed a person. */
export function TagsTable({ report, onOpen }: { report: OverviewReport; onOpen: OpenBehind }) {
  const colours = new Map(useReference()?.tags.map(({ name, colour }) => [name, colour]))
  const { from, to, timeZone } = report
  const open = (tag: string, narrowing: Narrowing = {}) =>
    onOpen({
      title: narrowing.decision ? `${tag}, escalated` : tag,
      query: { from, to, timeZone, tag, ...narrowing },
    })
  const most = Math.max(1, ...report.tags.flatMap(({ buckets }) => buckets))

  return (
    <Panel
      tall
      title={tagsFinding(report)}
      note={`Conversations by tag; the line runs over the range, one point per ${report.bucket}.`}
      chart={
        report.tags.length === 0 ? (
          <p className="cc-muted">No conversation in this range has a tag.</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          <section className="cc-panel__table" tabIndex={0} aria-label="Tags">
            <table className="cc-table cc-tag-table">
              <thead>
                <tr>
                  <th scope="col">Tag</th>
                  <th scope="col" data-align="end">
                    Conversations
                  </th>
                  <th scope="col">Over the range</th>
                  <th scope="col" data-align="end">
                    Mean sentiment
                  </th>
                  <th scope="col" data-align="end">
                    Escalated
                  </th>
                </tr>
              </thead>
              <tbody>
                {subjectsFirst(report.tags).map(({ tag, conversations, meanSentiment, escalated, buckets }) => {
                  const colour = colours.get(tag)
                  return (
                    <tr key={tag}>
                      <td>
                        <TagChip tag={tag} {...(colour ? { colour } : {})} />
                      </td>
                      <td data-align="end">
                        <Opens
                          amount={conversations}
                          name={`Open the conversations tagged ${tag}`}
                          onClick={() => open(tag)}
                        >
                          {conversations}
                        </Opens>
                      </td>
                      <td>
                        <Sparkline values={buckets} most={most} />
                      </td>
                      <td data-align="end">{meanSentiment === null ? 'none' : signed(meanSentiment)}</td>
                      <td data-align="end">
                        <Opens
                          amount={escalated}
                          name={`Open the escalated conversations tagged ${tag}`}
                          onClick={() => open(tag, { decision: 'escalate' })}
                        >
                          {escalated}
                        </Opens>
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </section>
        )
      }
    />
  )
}

const WIDTH = 120
const HEIGHT = 22

/** All sparklines share one scale, so that they can be compared. */
function Sparkline({ values, most }: { values: number[]; most: number }) {
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0
  const points = values.map(
    (value, index) => `${(index * step).toFixed(1)},${(HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1)}`,
  )
  const highest = Math.max(0, ...values)
  return (
    <svg
      className="cc-spark"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`From ${values[0] ?? 0} to ${values.at(-1) ?? 0}, at most ${highest}`}
    >
      <polyline points={points.join(' ')} />
    </svg>
  )
}
