import { expectTypeOf, it } from 'vitest'
import type { OverviewReport, ReportBucket } from '../../src/analytics/index.ts'
import type { ReportBucket as WireBucket, OverviewReport as WireReport } from '../../src/protocol/index.ts'

it('gives the report of the console protocol, checked by the compiler', () => {
  expectTypeOf<OverviewReport>().toExtend<WireReport>()
  expectTypeOf<WireReport>().toExtend<OverviewReport>()
  expectTypeOf<ReportBucket>().toExtend<WireBucket>()
  expectTypeOf<WireBucket>().toExtend<ReportBucket>()
})
