import { describe, expect, it } from 'vitest'
import { stateOf } from '../../console/state/article-words.ts'
import type { ArticleSummary } from '../../console/state/wire.ts'

const published: ArticleSummary = {
  id: 'late-parcel',
  version: 2,
  status: 'published',
  publishedVersion: 2,
  source: 'console',
  overridesFile: false,
  title: 'Late parcel',
  summary: 'What to do.',
  language: 'en',
  audience: 'public',
  tags: [],
  validFrom: null,
  validUntil: null,
  updatedAt: '2026-01-01T00:00:00Z',
}

describe('where an article stands', () => {
  it.each([
    ['Published', {}],
    ['Unpublished changes', { publishedVersion: 1 }],
    ['Draft', { status: 'draft', publishedVersion: null }],
    ['Archived', { status: 'archived', publishedVersion: null }],
    ['File', { source: 'file', version: 0, publishedVersion: 0 }],
    ['Published', { validFrom: '2026-06-01', validUntil: '2026-06-01' }],
    ['Expired', { validUntil: '2026-05-31' }],
    ['From 2026-06-02', { validFrom: '2026-06-02' }],
  ] as const)('is %s', (word, part) => {
    expect(stateOf({ ...published, ...part } as ArticleSummary, '2026-06-01').word).toBe(word)
  })
})
