import { invalid } from '../../domain/errors.ts'
import type { Features } from '../intent/features.ts'
import { readLexicalFeatures } from '../lexical-features.ts'
import { type Encoder, startEncoder } from '../models/encoder.ts'
import { makeTagReader, pickTags } from '../tags/read.ts'
import { type TagModel, trainTagModel } from '../tags/train.ts'
import { encodeWhole } from '../tags/whole-text.ts'
import { cleanText } from '../text.ts'
import { workerUrl } from '../worker-url.ts'
import type { EngineOptions } from './evaluate-intents.ts'
import type { TaggedRow } from './tag-rows.ts'

/** How well a set of tags was told, 0 to 1 each. */
export interface TagScore {
  precision: number
  recall: number
  f1: number
}

export interface TagEvaluation {
  /** Over all pairs of text and tag. */
  microF1: number
  /** Averaged over the tags of the test rows, each counting the same. */
  macroF1: number
  precision: number
  recall: number
  perTag: Record<string, TagScore & { rows: number; trainRows: number }>
  /** What the product would set by itself and what it would put before a person, at its stricter thresholds. */
  set: { precision: number | null; recall: number; tags: number }
  suggested: { precision: number | null; recall: number }
  trainSeconds: number
  rows: { train: number; test: number }
  tags: number
}

/**
 * Trains the tags' engine with its default settings on `train` and asks it about `test`. Rejects `invalid-request` when
 * no row of `train` has a tag, `unavailable` when the encoder cannot be started.
 */
export async function evaluateTags(
  sets: { train: readonly TaggedRow[]; test: readonly TaggedRow[] },
  options: EngineOptions,
): Promise<TagEvaluation> {
  const names = [...new Set(sets.train.flatMap(({ tags }) => tags))].sort()
  if (names.length === 0) throw invalid('bad-rows', 'No row of the training file has a tag.', 'tags')
  const encoder = await startEncoder({
    ...options,
    workerUrl: workerUrl('models/encoder-worker'),
    timeoutMs: 20_000,
    cacheSize: 0,
  })
  try {
    const startedAt = performance.now()
    const features = await readAll(encoder, sets.train)
    const rows = sets.train.map(({ text, tags }, i) => ({
      text,
      ...(features[i] ?? { focus: null, lexical: readLexicalFeatures('') }),
      marks: names.map((name) => (tags.includes(name) ? 1 : 0)),
    }))
    const model = await trainTagModel(names, rows)
    const trainSeconds = (performance.now() - startedAt) / 1000
    const reader = makeTagReader(model)
    const asked = (await readAll(encoder, sets.test)).map((own, i) => ({
      wanted: sets.test[i]?.tags ?? [],
      probabilities: reader.score(own),
    }))
    return {
      ...measureTags(model, asked),
      trainSeconds,
      rows: { train: sets.train.length, test: sets.test.length },
      tags: names.length,
    }
  } finally {
    await encoder.close()
  }
}

async function readAll(encoder: Encoder, rows: readonly TaggedRow[]): Promise<Features[]> {
  const vectors = await encodeWhole(
    encoder,
    rows.map(({ text }) => cleanText(text)),
  )
  return rows.map(({ text }, i) => ({ focus: vectors[i] ?? null, lexical: readLexicalFeatures(text) }))
}

interface Asked {
  wanted: readonly string[]
  probabilities: Float32Array
}

export function measureTags(model: TagModel, asked: readonly Asked[]) {
  const nameOf = (tag: number) => model.names[tag] ?? ''
  const all = new Tally()
  const set = new Tally()
  const suggested = new Tally()
  const byTag = new Map<string, Tally>()
  for (const { wanted, probabilities } of asked) {
    const said = pickTags(model, probabilities).map(nameOf)
    all.add(said, wanted)
    for (const tag of new Set([...said, ...wanted])) {
      const own = byTag.get(tag) ?? new Tally()
      own.add(
        said.filter((name) => name === tag),
        wanted.filter((name) => name === tag),
      )
      byTag.set(tag, own)
    }
    const reached = model.tags.map(({ set, suggest }, tag) => {
      const probability = probabilities[tag] ?? 0
      return probability >= (set ?? Number.POSITIVE_INFINITY) ? 'set' : probability >= suggest ? 'suggested' : null
    })
    set.add([...reached.keys()].filter((tag) => reached[tag] === 'set').map(nameOf), wanted)
    suggested.add([...reached.keys()].filter((tag) => reached[tag] === 'suggested').map(nameOf), wanted)
  }
  const perTag = Object.fromEntries(
    [...byTag]
      .filter(([, { wanted }]) => wanted > 0)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([tag, tally]) => {
        const trainRows = model.tags[model.names.indexOf(tag)]?.count ?? 0
        return [tag, { ...tally.score(), rows: tally.wanted, trainRows }] as const
      }),
  )
  const f1s = Object.values(perTag).map(({ f1 }) => f1)
  const { f1: microF1, precision, recall } = all.score()
  return {
    microF1,
    macroF1: f1s.reduce((sum, f1) => sum + f1, 0) / Math.max(1, f1s.length),
    precision,
    recall,
    perTag,
    set: {
      precision: set.said > 0 ? set.score().precision : null,
      recall: set.score().recall,
      tags: model.tags.filter(({ set }) => set !== null).length,
    },
    suggested: {
      precision: suggested.said > 0 ? suggested.score().precision : null,
      recall: suggested.score().recall,
    },
  }
}

/** Counts pairs of text and tag. */
class Tally {
  hits = 0
  said = 0
  wanted = 0

  add(said: readonly string[], wanted: readonly string[]): void {
    this.said += said.length
    this.wanted += wanted.length
    this.hits += said.filter((tag) => wanted.includes(tag)).length
  }

  score(): TagScore {
    return {
      precision: this.hits / Math.max(1, this.said),
      recall: this.hits / Math.max(1, this.wanted),
      f1: (2 * this.hits) / Math.max(1, this.said + this.wanted),
    }
  }
}
