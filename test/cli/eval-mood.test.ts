import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/cli/eval.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { readConfig } from '../../src/config/index.ts'

const config = readConfig({})

async function fileOf(...rows: unknown[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'earshot-mood-')), 'rows.jsonl')
  await writeFile(file, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'))
  return file
}

const sentimentOf = async (...rows: unknown[]) =>
  JSON.parse(await evaluate(config, ['sentiment', '--test', await fileOf(...rows), '--json']))

describe('earshot eval sentiment', () => {
  it('takes three levels', async () => {
    const result = await sentimentOf(
      { text: 'thank you so much, all sorted', label: 'positive' },
      { text: 'which bus goes to the airport', label: 'neutral', from: 'elsewhere' },
      { text: 'worst service ever, still no refund', label: 'negative' },
    )
    expect(result).toMatchObject({ accuracy: 1, macroF1: 1, rows: 3 })
    expect(Object.keys(result.confusion)).toEqual(['negative', 'neutral', 'positive'])
  })

  it('takes five levels', async () => {
    const result = await sentimentOf(
      { text: 'you are thieves and liars, I hate you', label: 'very_negative' },
      { text: 'which bus goes to the airport', label: 'neutral' },
    )
    expect(Object.keys(result.confusion)).toHaveLength(5)
    expect(result.accuracy).toBe(1)
  })

  it('takes emotions, and says how many rows had both signs', async () => {
    const result = await sentimentOf(
      { text: 'thank you so much', emotions: ['gratitude'] },
      { text: 'I hate you, thieves', emotions: ['anger', 'annoyance'] },
      { text: 'happy and sad', emotions: ['joy', 'sadness'] },
    )
    expect(result).toMatchObject({ rows: 2, leftOut: 1, accuracy: 1 })
  })

  it.each([
    [
      [
        { text: 'a', label: 'neutral' },
        { text: 'b', label: 'sad' },
      ],
      ':2: label',
    ],
    [[{ text: 'a' }], ':1: label'],
    [[{ text: '', label: 'neutral' }], ':1: text'],
    [[{ text: 'a', emotions: ['gratitude', 'hunger'] }], ':1: emotions.1'],
    [[{ text: 'a', emotions: [] }], ':1: emotions'],
    [[{ text: 'a', label: 'neutral' }, '{"text": '], ':2: is not JSON'],
    [[{ text: 'a', emotions: ['joy', 'anger'] }], 'every row is both'],
    [[], 'is empty'],
  ])('names the place of what is wrong in %j', async (rows, place) => {
    const failure = await sentimentOf(...rows).catch((error) => error)
    expect(failure).toBeInstanceOf(UsageError)
    expect(failure.message).toContain(place)
  })

  it('needs a file', async () => {
    await expect(evaluate(config, ['sentiment'])).rejects.toThrow(UsageError)
    await expect(evaluate(config, ['sentiment', '--test', '/nowhere.jsonl'])).rejects.toThrow('there is no such file')
  })
})

describe('earshot eval frustration', () => {
  it('takes dialogues with or without the other side; from may be null where nobody is frustrated', async () => {
    const customer = (text: string) => ({ role: 'customer', text })
    const file = await fileOf(
      { id: 'a', frustrated: false, from: null, turns: [customer('when do you open?'), customer('great, thanks')] },
      {
        id: 2,
        frustrated: true,
        from: 2,
        turns: [
          customer('where is my parcel'),
          { role: 'assistant', text: 'Please be patient.' },
          customer('THIRD time I ask! This is useless, nobody answers me, I am so angry!!'),
        ],
      },
    )
    const result = JSON.parse(await evaluate(config, ['frustration', '--dialogues', file, '--json']))
    expect(result).toMatchObject({ recall: 1, falseEscalations: 0, auroc: 1 })
    expect(result.medianTurnsLate).toBeTypeOf('number')
  })

  it('names the line of a row without "from"', async () => {
    const file = await fileOf({ id: 'a', frustrated: true, turns: [{ role: 'customer', text: 'x' }] })
    await expect(evaluate(config, ['frustration', '--dialogues', file])).rejects.toThrow(':1: from')
  })
})
