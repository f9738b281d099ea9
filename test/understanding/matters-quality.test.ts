import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'
import { loadIntents, startUnderstanding, type Understander } from '../../src/understanding/index.ts'
import { SHARED_DATA_DIR } from '../support/shared-data.ts'
import { MODEL_DIR } from './support.ts'

/** Sentences for TechGear's intents; `a|b` means that either is right. */
interface Labelled {
  text: string
  intents: string[]
}

/** Floors lie a little below what was reached when they were set; docs/benchmarks.md has the figures. */
describe("matters of messages about TechGear's intents", () => {
  let understander: Understander
  let rows: Labelled[]
  beforeAll(async () => {
    const { intents } = await loadIntents(join(projectRoot, 'intents'))
    const lines = (await readFile(new URL('matters.jsonl', import.meta.url), 'utf8')).trim().split('\n')
    rows = lines.map((line) => JSON.parse(line))
    const options = { intents, modelDir: MODEL_DIR, cacheDir: join(SHARED_DATA_DIR, 'cache'), workers: 1, threads: 1 }
    understander = await startUnderstanding({ ...options, timeoutMs: 20_000, log: () => {} })
  }, 120_000)
  afterAll(() => understander?.close())

  const read = async ({ text }: Labelled) =>
    ((await understander.understand(text)).understanding.clauses ?? []).map(({ intent }) => intent)

  it('finds both in at least 80 of 100 messages with two', async () => {
    const double = rows.filter(({ intents }) => intents.length > 1)
    const found = await Promise.all(
      double.map(async (row) => {
        const intents = await read(row)
        return row.intents.every((wanted) => intents.some((intent) => wanted.split('|').includes(intent)))
      }),
    )
    expect(double.length).toBeGreaterThanOrEqual(40)
    expect(found.filter(Boolean).length / double.length).toBeGreaterThan(0.8)
  })

  it('tears at most 3 of 100 messages apart that have one', async () => {
    const single = rows.filter(({ intents }) => intents.length === 1)
    const torn = await Promise.all(single.map(async (row) => (await read(row)).length > 0))
    expect(single.length).toBeGreaterThanOrEqual(40)
    expect(torn.filter(Boolean).length / single.length).toBeLessThan(0.03)
  })

  it('names the places of the clauses in the message', async () => {
    const text = '  Where is my parcel?\nAlso I need an invoice for TG-104233 '
    const { understanding } = await understander.understand(text)
    expect(understanding.clauses?.map(({ intent }) => intent)).toEqual(['order_status', 'invoice'])
    for (const clause of understanding.clauses ?? []) expect(text.slice(clause.start, clause.end)).toBe(clause.text)
  })

  it('reads a message of one matter without clauses, and another language too', async () => {
    expect((await understander.understand('where is my order')).understanding.clauses).toEqual([])
    const german = 'Wo ist meine Bestellung? Und ich brauche eine Rechnung für mein Büro in München.'
    expect((await understander.understand(german)).understanding.clauses).toEqual([])
  })
})
