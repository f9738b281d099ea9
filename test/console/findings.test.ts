import { describe, expect, it } from 'vitest'
import { tagsFinding } from '../../console/state/findings.ts'
import type { OverviewReport } from '../../console/state/wire.ts'

describe('the finding over the tags', () => {
  const tag = (name: string, meanSentiment: number) => ({
    tag: name,
    conversations: 9,
    meanSentiment,
    escalated: 0,
    buckets: [9],
  })
  // The finding reads the tags and nothing else of the report.
  const reportOf = (tags: OverviewReport['tags']) => ({ tags }) as OverviewReport

  it('names subjects, not how the conversation went', () => {
    const tags = [tag('escalation', -0.9), tag('small-talk', 0), tag('orders', 0.1), tag('refunds', -0.3)]
    expect(tagsFinding(reportOf(tags))).toBe('Orders comes up most; refunds is the least happy')
    expect(tagsFinding(reportOf(tags.slice(0, 2)))).toBe('What do customers write about?')
  })
})
