import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mostFrequent } from '../../src/understanding/evaluation/satisfaction-features.ts'
import { satisfactionMetrics } from '../../src/understanding/evaluation/satisfaction-metrics.ts'
import { evaluateFrustration, readFrustrationDialogues, readSentimentRows } from '../../src/understanding/index.ts'

async function fileOf(content: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'earshot-rows-')), 'rows.jsonl')
  await writeFile(file, content)
  return file
}

describe('rows of an evaluation', () => {
  it('take labels or emotions, pass over unknown keys, and leave out what is both positive and negative', async () => {
    const file = await fileOf(
      ['{"text":"a","label":"negative","x":1}', '', '{"text":"b","emotions":["joy","anger"]}'].join('\n'),
    )
    expect(await readSentimentRows(file)).toEqual({ rows: [{ text: 'a', label: 'negative' }], leftOut: 1 })
  })

  it.each([
    ['', 'is empty'],
    ['{"text":"a","label":"neutral"}\nnot json', ':2'],
    ['{"text":"a","label":"neutral"}\n{"text":"a","label":"sad"}', ':2'],
  ])('name file and place of what is wrong with %j', async (content, part) => {
    const file = await fileOf(content)
    await expect(readSentimentRows(file)).rejects.toThrow(file)
    await expect(readSentimentRows(file)).rejects.toThrow(part)
  })

  it('say that a file is not there', async () => {
    await expect(readFrustrationDialogues('/nowhere.jsonl')).rejects.toThrow('there is no such file')
  })

  it('need to know from when a person is due', async () => {
    const file = await fileOf('{"id":"a","frustrated":true,"turns":[{"role":"customer","text":"x"}]}')
    await expect(readFrustrationDialogues(file)).rejects.toThrow('from')
  })
})

describe('frustration, measured', () => {
  const turn = { role: 'customer' as const, text: 'x' }
  // Each number is the value after one of the customer's turns; 0.6 is high.
  const measure = (values: number[], from: number) => {
    const evidence = values.map((_, i) => ({ customerTurn: i + 1 }))
    return evaluateFrustration(
      [{ id: 'a', frustrated: true, from, turns: [turn] }],
      // The update below reads the turn's number only.
      [evidence as never],
      (_, { customerTurn }) => {
        const value = values[customerTurn - 1] ?? 0
        return { value, high: value >= 0.6, drivers: [] }
      },
    )
  }

  it.each([
    { values: [0, 0.7, 0.7, 0.7], from: 2, recall: 1, late: 0 },
    { values: [0, 0, 0.7, 0.7], from: 2, recall: 1, late: 1 },
    { values: [0, 0, 0, 0.7], from: 2, recall: 0, late: 2 },
    { values: [0.7, 0, 0, 0], from: 2, recall: 1, late: -1 },
  ])('$values from $from', ({ values, from, recall, late }) => {
    expect(measure(values, from)).toMatchObject({ recall, medianTurnsLate: late })
  })
})

describe('satisfaction, measured', () => {
  it('takes the most frequent rating, ties to the lower', () => {
    expect([[3, 4, 4, 3, 2], [5], [1, 2, 2]].map(mostFrequent)).toEqual([3, 5, 2])
  })

  it('gives a constant no credit', () => {
    const pairs = [0, 1, 2, 3, 4].map((truth) => ({ truth, said: 2 }))
    expect(satisfactionMetrics(pairs, 5)).toEqual({ uar: 0.2, kappa: 0, rho: null, f1: 0 })
  })

  it('gives full credit to what is right', () => {
    const pairs = [0, 1, 2, 3, 4].map((truth) => ({ truth, said: truth }))
    const { uar, kappa, rho, f1 } = satisfactionMetrics(pairs, 5)
    expect([uar, kappa, f1]).toEqual([1, 1, 1])
    expect(rho).toBeCloseTo(1)
  })
})
