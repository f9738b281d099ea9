import { join } from 'node:path'
import type { IntentDefinition } from '../domain/intent.ts'
import type { TagExample } from '../domain/ticket.ts'
import { projectRoot } from '../project-root.ts'
import { readTaggedRows } from './evaluation/tag-rows.ts'
import type { Log } from './log.ts'
import { hashOfTags, tagModelFile } from './tags/model-file.ts'
import type { TagModel } from './tags/train.ts'
import { collectTagTexts } from './tags/training-texts.ts'
import type { Trainer } from './training/trainer.ts'

/** What tags are learned from beside the intents. */
export interface TagLesson {
  tags: readonly string[]
  examples: readonly TagExample[]
}

/** Learns the tags off the main thread, or reads what was learned from the same before. */
export interface LiveTags {
  /** Null until the first lesson has been learned. */
  current(): TagModel | null
  /** `changed` is false when it was learned already. Rejects `unavailable` when the training fails: the old model stays. */
  learn(intents: readonly IntentDefinition[], lesson: TagLesson): Promise<{ changed: boolean }>
}

export function makeLiveTags(options: {
  cacheDir: string
  encoder: string | null
  trainer: Trainer
  log: Log
}): LiveTags {
  const { cacheDir, encoder, trainer, log } = options
  let model: TagModel | null = null
  let learnedFrom: string | null = null

  return {
    current: () => model,
    async learn(intents, { tags, examples }) {
      const startedAt = performance.now()
      const written = await readTaggedRows(join(projectRoot, 'training', 'tags.jsonl'))
      const rows = collectTagTexts(tags, { intents, written, examples })
      const job = { cacheDir, encoder, tags: [...tags], rows }
      const hash = hashOfTags(job)
      if (hash === learnedFrom || rows.length === 0) return { changed: false }
      const cached = await tagModelFile(cacheDir, hash).read()
      model = cached ?? (await trainer.trainTags(job))
      learnedFrom = hash
      log('info', 'understanding.tags_ready', {
        tags: tags.length,
        texts: rows.length,
        corrections: examples.length,
        setByThemselves: model.tags.filter(({ set }) => set !== null).length,
        cached: cached !== null,
        ms: Math.round(performance.now() - startedAt),
      })
      return { changed: true }
    },
  }
}
