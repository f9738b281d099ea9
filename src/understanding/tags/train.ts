import type { Features } from '../intent/features.ts'
import type { KernelMachine } from '../intent/kernel-machine.ts'
import type { KernelSettings } from '../intent/train-kernel.ts'
import { fitCalibration, probabilityOf, type TagCalibration } from './calibrate.ts'
import { type FittedTags, fitTagKernel, type Marks } from './fit-kernel.ts'
import { measureRarity, type Rarity, weighByRarity } from './rarity.ts'
import { bestBalance, chooseThresholds, type Judged, type TagThresholds } from './thresholds.ts'

/** All that `makeTagReader` needs; plain numbers and texts, so it can be kept in a file. */
export interface TagModel {
  names: string[]
  texts: string[]
  /** texts × tags. */
  marks: Marks
  machine: KernelMachine
  base: Float32Array
  rarity: Rarity
  tags: KnownTag[]
  /** Every text it learned from has at least and at most so many tags, one in a hundred aside. */
  span: { fewest: number; most: number }
}

export interface KnownTag extends TagThresholds {
  calibration: TagCalibration
  /** Texts with the tag. */
  count: number
}

/** A text with a mark for each tag, see `Marks`. */
export interface MarkedFeatures extends Features {
  text: string
  marks: readonly number[]
}

/** The share of the words in the likeness of two texts, and how little a single text is believed, from bold to careful. */
const SETTINGS: KernelSettings[] = [0.1, 0.35, 0.6, 0.8].flatMap((share) =>
  [0.03, 0.12, 0.5].map((caution) => ({
    words: share / (1 - share),
    ridge: caution / (1 - share),
    sharpness: 3,
  })),
)
/** Settings are compared on this many texts: the order is the same on all of them, and it takes seconds. */
const COMPARED = 700
/** More take gigabytes; the first are kept. */
const MAX_ROWS = 12_000

/** One machine for each tag against the rest, all over one kernel, calibrated on held-out scores. Deterministic. */
export async function trainTagModel(names: readonly string[], given: readonly MarkedFeatures[]): Promise<TagModel> {
  const kept = given.slice(0, MAX_ROWS)
  const rarity = measureRarity(kept.map(({ lexical }) => lexical))
  const rows = kept.map((row) => ({ ...row, lexical: weighByRarity(row.lexical, rarity) }))
  const settings = await chooseSettings(names.length, rows)
  const marks = joinMarks(rows, names.length)
  const fitted = await fitTagKernel(rows, marks, names.length, settings)
  return {
    names: [...names],
    texts: kept.map(({ text }) => text),
    marks,
    machine: fitted.machine,
    base: fitted.base,
    rarity,
    ...understandScores(names.length, rows, fitted),
  }
}

/** The settings whose held-out scores tell the tags apart best, by F1 over all tags together. */
async function chooseSettings(tagCount: number, rows: readonly MarkedFeatures[]): Promise<KernelSettings> {
  const step = Math.max(1, rows.length / COMPARED)
  const some = Array.from({ length: Math.min(rows.length, COMPARED) }, (_, i) => rows[Math.floor(i * step)]).filter(
    (row) => row !== undefined,
  )
  const marks = joinMarks(some, tagCount)
  let best = { settings: SETTINGS[0] as KernelSettings, f1: -1 }
  for (const settings of SETTINGS) {
    const { heldOut } = await fitTagKernel(some, marks, tagCount, settings)
    const judged = pairsOf(marks, heldOut)
    const f1 = f1At(judged, bestBalance(judged) ?? 1)
    if (f1 > best.f1) best = { settings, f1 }
  }
  return best.settings
}

function f1At(judged: readonly Judged[], threshold: number): number {
  let [hits, said, wanted] = [0, 0, 0]
  for (const { probability, isRight } of judged) {
    if (isRight) wanted += 1
    if (probability < threshold) continue
    said += 1
    if (isRight) hits += 1
  }
  return (2 * hits) / Math.max(1, said + wanted)
}

function understandScores(
  tagCount: number,
  rows: readonly MarkedFeatures[],
  { heldOut }: FittedTags,
): Pick<TagModel, 'tags' | 'span'> {
  const marks = joinMarks(rows, tagCount)
  const scored = Array.from({ length: tagCount }, (_, tag) =>
    rows.flatMap((_row, i) => {
      const mark = marks[i * tagCount + tag] ?? Number.NaN
      return Number.isNaN(mark) ? [] : [{ score: heldOut[i * tagCount + tag] ?? 0, isRight: mark === 1 }]
    }),
  )
  const common = fitCalibration(scored.flat())
  const judged = scored.map((own) => {
    const calibration = fitCalibration(own, common)
    const probabilities = own.map(({ score, isRight }) => ({ probability: probabilityOf(score, calibration), isRight }))
    return { calibration, probabilities }
  })
  const balance = bestBalance(judged.flatMap(({ probabilities }) => probabilities)) ?? 0.5
  const counts = rows.flatMap(({ marks }) =>
    marks.some(Number.isNaN) ? [] : [marks.filter((mark) => mark === 1).length],
  )
  counts.sort((a, b) => a - b)
  return {
    tags: judged.map(({ calibration, probabilities }) => ({
      calibration,
      count: probabilities.filter(({ isRight }) => isRight).length,
      ...chooseThresholds(probabilities, balance),
    })),
    span: {
      fewest: counts[Math.floor(counts.length * 0.01)] ?? 0,
      most: counts[Math.ceil(counts.length * 0.99) - 1] ?? tagCount,
    },
  }
}

const pairsOf = (marks: Marks, heldOut: Float32Array): Judged[] =>
  [...heldOut].flatMap((score, at) =>
    Number.isNaN(marks[at]) ? [] : [{ probability: score, isRight: marks[at] === 1 }],
  )

function joinMarks(rows: readonly MarkedFeatures[], tagCount: number): Marks {
  const joined = new Float32Array(rows.length * tagCount)
  rows.forEach(({ marks }, i) => void joined.set(marks, i * tagCount))
  return joined
}
