import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/index.ts'
import { projectRoot } from '../../src/project-root.ts'
import { crossValidateIntents, evaluateIntents, loadIntents, readLabelledRows } from '../../src/understanding/index.ts'
import { MODEL_DIR } from './support.ts'

/** Floors lie one point below what was reached when they were set; docs/benchmarks.md has the figures. */
const engine = { modelDir: MODEL_DIR, workers: 2, threads: 1, log: () => {} }
const folder = join(readConfig({ EARSHOT_BENCHMARKS: process.env.EARSHOT_BENCHMARKS }).benchmarksDir, 'intent')
const hasBenchmarks = existsSync(folder)
if (!hasBenchmarks) console.info(`The floors on public data are skipped: ${folder} is not there.`)

/** Every so-and-so-many row, which keeps the shares of the labels about as they are. */
const thin = <Row>(rows: readonly Row[], count: number) =>
  rows.filter((_, i) => Math.floor((i * count) / rows.length) !== Math.floor(((i - 1) * count) / rows.length))

describe('quality of the intents', () => {
  it("stays above its floor on the installation's own intents", { timeout: 120_000 }, async () => {
    const { intents } = await loadIntents(join(projectRoot, 'intents'))
    const rows = intents.slice(0, 24).flatMap(({ name, examples }) => examples.map((text) => ({ text, label: name })))
    const { evaluation } = await crossValidateIntents(rows, engine)
    expect(evaluation.accuracy).toBeGreaterThan(0.825)
    expect(evaluation.ece).toBeLessThan(0.06)
  })

  it.runIf(hasBenchmarks)(
    'stays above its floor on BANKING77, ten examples an intent',
    { timeout: 120_000 },
    async () => {
      const train = await readLabelledRows(join(folder, 'banking77.train.10shot.1.jsonl'))
      const test = thin(await readLabelledRows(join(folder, 'banking77.test.jsonl')), 1000)
      const { evaluation } = await evaluateIntents({ train, test }, engine)
      expect(evaluation.accuracy).toBeGreaterThan(0.855)
      expect(evaluation.ece).toBeLessThan(0.05)
    },
  )

  it.runIf(hasBenchmarks)(
    'stays above its floor on what is out of scope of CLINC150',
    { timeout: 120_000 },
    async () => {
      const train = thin(await readLabelledRows(join(folder, 'clinc150.train.jsonl')), 1500)
      const test = thin(await readLabelledRows(join(folder, 'clinc150.test.jsonl')), 450)
      const oosTrain = await readLabelledRows(join(folder, 'clinc150.oos.train.jsonl'))
      const oos = thin(await readLabelledRows(join(folder, 'clinc150.oos.test.jsonl')), 250)
      const { evaluation } = await evaluateIntents({ train, test, oosTrain, oos }, engine)
      expect(evaluation.inScopeAccuracy).toBeGreaterThan(0.91)
      expect(evaluation.oosAuroc).toBeGreaterThan(0.955)
    },
  )
})
