import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findConfusablePairs, findTextProblems } from '../../../src/understanding/check/find-problems.ts'
import { locateIntents } from '../../../src/understanding/check/locate-intents.ts'
import { makeTempDir } from '../support.ts'

async function locate(files: Record<string, { examples: string[]; serve?: string }>) {
  const folder = await makeTempDir()
  for (const [name, { examples, serve = '{ reply: ok }' }] of Object.entries(files)) {
    const lines = [
      `name: ${name}`,
      `serve: ${serve}`,
      'examples:',
      ...examples.map((text) => `  - ${JSON.stringify(text)}`),
    ]
    await writeFile(join(folder, `${name}.yaml`), lines.join('\n'))
  }
  const intents = await locateIntents(folder)
  return { intents, at: (name: string, line: number) => ({ file: join(folder, `${name}.yaml`), line }) }
}
const many = (word: string) => Array.from({ length: 10 }, (_, i) => `${word} number ${i}`)
const reading = (label: string, top: string, text: string) => ({
  label,
  top,
  text,
  probability: 1,
  rightProbability: 0,
  isRejected: false,
  outOfScope: 0,
})

describe('what earshot check finds', () => {
  it('is nothing in intents that are fine', async () => {
    const { intents } = await locate({ refund: { examples: many('refund') }, wifi: { examples: many('wifi') } })
    expect(findTextProblems(intents, new Set())).toEqual([])
  })

  it('is the same sentence under two intents, whatever its case and punctuation', async () => {
    const { intents, at } = await locate({
      refund: { examples: [...many('refund'), 'Money back!'] },
      wifi: { examples: ['money  back', ...many('wifi')] },
    })
    expect(findTextProblems(intents, new Set())).toEqual([
      {
        kind: 'contradiction',
        level: 'error',
        ...at('wifi', 4),
        message: `"money  back" stands under wifi and, at ${at('refund', 14).file}:14, under refund.`,
      },
    ])
  })

  it('is a sentence that stands twice under one intent', async () => {
    const { intents, at } = await locate({ wifi: { examples: [...many('wifi'), 'WIFI number 0'] } })
    expect(findTextProblems(intents, new Set())).toMatchObject([
      { kind: 'duplicate', level: 'warning', ...at('wifi', 14) },
    ])
  })

  it('is an intent with fewer than ten examples', async () => {
    const { intents, at } = await locate({ wifi: { examples: many('wifi').slice(1) } })
    expect(findTextProblems(intents, new Set())).toMatchObject([{ kind: 'thin', level: 'warning', ...at('wifi', 1) }])
  })

  it('is an article nobody wrote', async () => {
    const { intents, at } = await locate({ wifi: { examples: many('wifi'), serve: '{ article: wi-fi }' } })
    expect(findTextProblems(intents, new Set(['wi-fi']))).toEqual([])
    expect(findTextProblems(intents, new Set(['wifi']))).toMatchObject([
      { kind: 'unknown-article', level: 'error', ...at('wifi', 2) },
    ])
  })

  it('is a pair mixed up three times in cross-validation, with the sentences and their lines', async () => {
    const { intents, at } = await locate({ refund: { examples: many('refund') }, wifi: { examples: many('wifi') } })
    const readings = [
      reading('refund', 'wifi', 'refund number 1'),
      reading('refund', 'wifi', 'refund number 2'),
      reading('wifi', 'wifi', 'wifi number 1'),
    ]
    expect(findConfusablePairs(intents, readings)).toEqual([])
    const found = findConfusablePairs(intents, [...readings, reading('wifi', 'refund', 'wifi number 3')])
    expect(found).toMatchObject([{ kind: 'confusable', level: 'warning', ...at('refund', 5) }])
    expect(found[0]?.message).toContain('refund and wifi are mixed up 3 times')
    expect(found[0]?.message).toContain(`"wifi number 3" (${at('wifi', 7).file}:7, read as refund)`)
  })
})
