/**
 * Fits the four numbers of src/understanding/satisfaction/predict.ts to the ratings in training/dialogues.jsonl and says
 * how good they are on the file it is given: `npx tsx bench/train-satisfaction.ts [test/understanding/dialogues.jsonl]`.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../src/config/index.ts'
import { CALM } from '../src/domain/index.ts'
import { projectRoot } from '../src/project-root.ts'
import { startMoodReader } from '../src/understanding/evaluation/mood-reader.ts'
import { playDialogues } from '../src/understanding/evaluation/play-dialogue.ts'
import { updateFrustration } from '../src/understanding/frustration.ts'
import { loadIntents } from '../src/understanding/index.ts'
import { predictSatisfaction } from '../src/understanding/satisfaction/predict.ts'

interface Row {
  /** Frustration, score, mean score, 1. */
  x: number[]
  rating: number
}

const config = readConfig()
const { intents } = await loadIntents(config.intentsDir)
const reader = await startMoodReader({ intents, ...config.encoder, modelDir: config.modelDir, log: () => undefined })
const rows = await readRows(join(projectRoot, 'training', 'dialogues.jsonl'))
const [frustration = 0, score = 0, meanScore = 0, constant = 0] = leastSquares(rows)
const weights = { constant, frustration, score, meanScore }
console.log(weights)
report('on the training dialogues', rows)
if (process.argv[2]) report(`on ${process.argv[2]}`, await readRows(process.argv[2]))
await reader.close()

async function readRows(file: string): Promise<Row[]> {
  const turn = z.object({ role: z.string(), text: z.string(), rating: z.number().optional() })
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  const dialogues = lines.map((line) => z.object({ turns: z.array(turn) }).parse(JSON.parse(line)))
  const played = await playDialogues(dialogues, reader, { customerOnly: true })
  return dialogues.flatMap(({ turns }, i) => {
    const ratings = turns.filter(({ role }) => role === 'customer').map(({ rating }) => rating)
    let state = CALM
    let sum = 0
    return (played[i] ?? []).flatMap((evidence, t) => {
      state = updateFrustration(state, evidence)
      sum += evidence.sentiment.score
      const rating = ratings[t]
      return rating === undefined ? [] : [{ x: [state.value, evidence.sentiment.score, sum / (t + 1), 1], rating }]
    })
  })
}

function leastSquares(samples: Row[]): number[] {
  const size = 4
  const rest = Array.from({ length: size }, (_, i) => {
    const line = Array.from({ length: size }, (_, j) => total(samples, ({ x }) => (x[i] ?? 0) * (x[j] ?? 0)))
    return [...line, total(samples, ({ x, rating }) => (x[i] ?? 0) * rating)]
  })
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      if (k === i) continue
      const factor = (rest[k]?.[i] ?? 0) / (rest[i]?.[i] ?? 1)
      rest[k] = (rest[k] ?? []).map((value, j) => value - factor * (rest[i]?.[j] ?? 0))
    }
  }
  return rest.map((line, i) => Math.round((100 * (line[size] ?? 0)) / (line[i] ?? 1)) / 100)
}

function report(title: string, samples: Row[]): void {
  const errors = samples.map(({ x: [f = 0, s = 0, m = 0], rating }) =>
    Math.abs(predictSatisfaction({ frustration: f, score: s, meanScore: m }, weights) - rating),
  )
  console.log(`${title}: mean error ${(total(errors, (e) => e) / errors.length).toFixed(2)}, ${errors.length} ratings`)
  console.log(`  within one: ${((100 * errors.filter((e) => e <= 1).length) / errors.length).toFixed(1)} %`)
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}
