import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/cli/eval.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { readConfig } from '../../src/config/index.ts'

const config = readConfig({})

async function fileOf(...rows: unknown[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'earshot-tags-')), 'rows.jsonl')
  await writeFile(file, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'))
  return file
}

const CARD = ['my card was swallowed by the machine', 'the card is blocked', 'a new card please', 'card got stolen']
const LOAN = ['the loan rate is too high', 'when is my loan paid out', 'I want to repay the loan', 'loan refused again']
const TRAIN = [
  ...CARD.map((text) => ({ text, tags: ['card'], from: 'elsewhere' })),
  ...LOAN.map((text) => ({ text, tags: ['loan', 'loan'] })),
  ...CARD.map((text, i) => ({ text: `${text}, and ${LOAN[i]}`, tags: ['card', 'loan'] })),
]

describe('earshot eval tags', () => {
  it('says how well the tags of one file are told after learning from another', async () => {
    const train = await fileOf(...TRAIN)
    const test = await fileOf(
      { text: 'somebody stole my card', tags: ['card'] },
      { text: 'the rate of the loan', tags: ['loan'] },
      { text: 'What is this?', tags: ['unheard-of'] },
    )
    const result = JSON.parse(await evaluate(config, ['tags', '--train', train, '--test', test, '--json']))
    expect(result).toMatchObject({ tags: 2, rows: { train: 12, test: 3 } })
    expect(result.perTag.card).toMatchObject({ recall: 1, rows: 1, trainRows: 8 })
    expect(result.perTag['unheard-of']).toMatchObject({ f1: 0, trainRows: 0 })
    expect(result.microF1).toBeCloseTo((2 * result.precision * result.recall) / (result.precision + result.recall))
    const table = await evaluate(config, ['tags', '--train', train, '--test', test])
    expect(table).toMatch(/micro-F1 +\d+\.\d\d %/)
    expect(table).toMatch(/unheard-of +0\.00 %/)
  })

  it.each([
    [[], '--train and --test name the two files.'],
    [['--train', 'nowhere.jsonl', '--test', 'nowhere.jsonl'], 'nowhere.jsonl cannot be read: there is no such file.'],
  ])('says what is missing: %s', async (parameters, message) => {
    await expect(evaluate(config, ['tags', ...parameters])).rejects.toThrow(message)
  })

  it.each([
    [['{"text": "a"'], ':1: is not JSON.'],
    [
      [
        { text: 'a', tags: ['b'] },
        { text: 'c', tags: 'd' },
      ],
      ':2: tags must be a list',
    ],
    [[{ text: ' ', tags: [] }], ':1: text must not be empty.'],
    [[''], ' is empty: it must hold one JSON object a line.'],
    [[{ text: 'a', tags: [] }], 'No row of the training file has a tag.'],
  ])('names the line at fault: %j', async (rows, message) => {
    const file = await fileOf(...rows)
    const evaluating = evaluate(config, ['tags', '--train', file, '--test', file])
    await expect(evaluating).rejects.toThrow(UsageError)
    await expect(evaluating).rejects.toThrow(message)
  })
})
