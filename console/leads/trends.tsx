import { useState } from 'react'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import { BehindDrawer } from './behind-drawer.tsx'
import { Escalations } from './escalations.tsx'
import { Figures } from './figures.tsx'
import { HoursMap } from './hours-map.tsx'
import { RangePicker } from './range-picker.tsx'
import { SentimentOverTime } from './sentiment-over-time.tsx'
import { ServiceLevels } from './service-levels.tsx'
import { TagsTable } from './tags-table.tsx'
import './trends.css'
import { type Behind, useTrends } from './use-trends.ts'

/** The leads' place to think: figures, sentiment, tags, hours and reasons over a range; each opens what is behind it. */
export function Trends() {
  const { choice, setChoice, report } = useTrends()
  const [behind, setBehind] = useState<Behind | null>(null)
  const data = report.data

  return (
    <main className="cc-trends" aria-busy={report.isFetching}>
      <div className="cc-trends__inside">
        <div className="cc-trends__top">
          <h1 className="cc-h1">How customers are doing</h1>
          <RangePicker choice={choice} onChange={setChoice} />
        </div>
        {report.isPending ? <Loading label="Loading the figures" lines={3} height={160} /> : null}
        {report.isError ? (
          <Problem what="The figures were not loaded" error={report.error} onRetry={() => void report.refetch()} />
        ) : null}
        {data && data.totals.customerMessages === 0 ? (
          <Empty title="Nobody wrote in this range">Choose a longer range, or wait for the first conversation.</Empty>
        ) : null}
        {data && data.totals.customerMessages > 0 ? (
          <div className="cc-trends__grid" data-stale={report.isPlaceholderData}>
            <Figures report={data} onOpen={setBehind} />
            <SentimentOverTime report={data} onOpen={setBehind} />
            <TagsTable report={data} onOpen={setBehind} />
            <Escalations report={data} onOpen={setBehind} />
            <HoursMap report={data} onOpen={setBehind} />
            <ServiceLevels range={data} />
          </div>
        ) : null}
      </div>
      <BehindDrawer behind={behind} onClose={() => setBehind(null)} />
    </main>
  )
}
