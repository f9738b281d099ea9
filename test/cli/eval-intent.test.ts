import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { evaluate } from '../../src/cli/eval.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { readConfig } from '../../src/config/index.ts'
import { fewIntents } from '../understanding/support.ts'

const config = readConfig({})
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-eval-'))
})

async function write(name: string, rows: unknown[]): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'))
  return file
}

/** Every fifth example of TechGear's seven intents is asked about. */
async function writeSets(): Promise<{ train: string; test: string; oos: string }> {
  const rows = (await fewIntents()).flatMap(({ name, examples }) => examples.map((text) => ({ text, label: name })))
  return {
    train: await write(
      'train.jsonl',
      rows.filter((_, i) => i % 5 !== 0),
    ),
    test: await write(
      'test.jsonl',
      rows.filter((_, i) => i % 5 === 0).map((row) => ({ ...row, tags: 'ignored' })),
    ),
    oos: await write('oos.jsonl', [
      { text: 'how tall is the eiffel tower', label: 'oos' },
      { text: 'play some jazz', label: 'oos' },
      { text: 'what is the capital of peru', label: 'oos' },
    ]),
  }
}

describe('earshot eval intent', () => {
  it('prints one JSON object with every measure', async () => {
    const { train, test, oos } = await writeSets()
    const result = JSON.parse(
      await evaluate(config, ['intent', '--train', train, '--test', test, '--oos', oos, '--json']),
    )
    const share = ['accuracy', 'macroF1', 'ece', 'inScopeAccuracy', 'oosRecall', 'oosAuroc']
    for (const name of share) {
      expect(result[name], name).toBeGreaterThanOrEqual(0)
      expect(result[name], name).toBeLessThanOrEqual(1)
    }
    for (const name of ['logLoss', 'msPerMessage', 'trainSeconds']) expect(result[name], name).toBeGreaterThan(0)
    expect(result.accuracy).toBeGreaterThan(0.8)
    expect(result.inScopeAccuracy).toBeLessThanOrEqual(result.accuracy)
    expect(result.oosAuroc).toBeGreaterThan(0.8)
    for (const pair of result.topConfusions) {
      expect(pair).toEqual({
        label: expect.any(String),
        readAs: expect.any(String),
        count: expect.any(Number),
        example: expect.any(String),
      })
    }
  })

  it('prints a table, and draws how far its probabilities can be trusted', async () => {
    const { train, test } = await writeSets()
    const plot = join(folder, 'plot.svg')
    const table = await evaluate(config, ['intent', '--train', train, '--test', test, '--plot', plot])
    expect(table).toMatch(/accuracy +\d+\.\d\d %/)
    expect(table).toContain('Most often confused')
    expect(table).not.toContain('out of scope')
    const svg = await readFile(plot, 'utf8')
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
    expect(svg).toContain('claimed probability')
  })

  it.each([
    ['a line that is not JSON', ['{"text":"a","label":"b"}', 'oops'], 'bad.jsonl:2: is not JSON'],
    ['a row without label', ['{"text":"a","label":"b"}', '', '{"text":"a"}'], 'bad.jsonl:3: label'],
    ['a text that is a number', ['{"text":1,"label":"b"}'], 'bad.jsonl:1: text'],
    ['an empty text', ['{"text":" ","label":"b"}'], 'bad.jsonl:1: text must not be empty'],
    ['an empty file', [''], 'bad.jsonl is empty'],
  ])('names file and line of %s, and writes nothing', async (_, lines, message) => {
    const good = await write('good.jsonl', [{ text: 'a', label: 'b' }])
    const bad = await write('bad.jsonl', lines)
    const plot = join(folder, 'plot.svg')
    for (const files of [
      ['--train', bad, '--test', good],
      ['--train', good, '--test', bad],
      ['--train', good, '--test', good, '--oos-val', bad],
    ]) {
      const failed = await evaluate(config, ['intent', ...files, '--plot', plot]).catch((error: unknown) => error)
      expect(failed).toBeInstanceOf(UsageError)
      expect(String(failed)).toContain(message)
    }
    expect(await readdir(folder)).not.toContain('plot.svg')
  })

  it.each([
    [['intent', '--train', 'x.jsonl'], '--test'],
    [['intent', '--train', 'nowhere.jsonl', '--test', 'x'], 'nowhere.jsonl cannot be read: there is no such file'],
    [['intent', '--tset', 'x'], '--tset'],
    [['nonsense'], 'Say what to evaluate'],
    [[], 'Say what to evaluate'],
  ])('refuses %j', async (parameters, message) => {
    const failed = await evaluate(config, parameters).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(UsageError)
    expect(String(failed)).toContain(message)
  })
})
