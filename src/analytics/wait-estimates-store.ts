import type { OverviewReport, Queryable } from '../domain/index.ts'

/** How the waits that customers were told of in the range came out. Those still waiting, or that ended otherwise, do not count. */
export async function waitEstimateFigures(
  db: Queryable,
  range: readonly [from: Date, to: Date],
): Promise<OverviewReport['totals']['waitEstimates']> {
  const [row] = await db.query<{ waits: number; within: number | null; error_ms: number | null }>(
    `select count(*)::int as waits, avg((waited_ms <= bound_ms)::int)::float8 as within,
       percentile_cont(0.5) within group (order by abs(waited_ms - median_ms)) as error_ms
     from wait_estimates where waited_ms is not null and made_at >= $1 and made_at < $2`,
    [...range],
  )
  return {
    waits: row?.waits ?? 0,
    withinBound: row?.within ?? null,
    medianErrorSeconds: row?.error_ms == null ? null : row.error_ms / 1000,
  }
}
