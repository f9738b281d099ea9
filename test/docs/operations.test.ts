import { describe, expect, it } from 'vitest'
import { allOf, filesBelow, read, section } from './pages.ts'

const page = read('docs/operations.md')
const source = filesBelow('src', '.ts').map(read).join('\n')
const named = allOf(section(page, '## Health, metrics, logs'), /`([a-z]+[._][a-z_]+)`/g)

describe('docs/operations.md', () => {
  it('names every metric of ours', () => {
    const metrics = allOf(source, /name: '(earshot_[a-z_]+)'/g)
    expect(metrics.length).toBeGreaterThan(3)
    expect(named.filter((name) => name.startsWith('earshot_'))).toEqual(metrics)
  })

  it('names every line the log can hold, and none that it cannot', () => {
    const lines = allOf(
      source,
      /(?:say|log|log\.write|options\.log|deps\.log|logger\.\w+)\([^'()]*(?:'\w+', |, )?'([a-z]+\.[a-z_]+)'/g,
    )
    expect(lines.length).toBeGreaterThan(12)
    expect(named.filter((name) => name.includes('.'))).toEqual(lines)
  })
})
