import type { Database, TagDefinition } from '../domain/index.ts'
import type { Log } from '../log.ts'
import { listTagExamples } from '../tickets/index.ts'
import type { Understander } from '../understanding/index.ts'

/** What people say of tags comes in all day; the model hears of it this often. */
const LEARN_EVERY_MS = 60 * 60_000

/**
 * Teaches the tags' model: at once, which reads the cache where nothing has changed, and once an hour what people said
 * since. A training that fails is logged and tried again an hour later.
 */
export function startTagLearning(parts: {
  database: Database
  understander: Pick<Understander, 'learnTags'>
  tags: readonly TagDefinition[]
  log: Log
}): { close(): Promise<void> } {
  let isClosed = false
  const learn = async () => {
    try {
      const examples = await listTagExamples(parts.database)
      await parts.understander.learnTags({ tags: parts.tags.map(({ name }) => name), examples })
    } catch (error) {
      if (!isClosed) parts.log.error(error)
    }
  }
  let running = learn()
  const timer = setInterval(() => {
    running = running.then(learn)
  }, LEARN_EVERY_MS).unref()
  return {
    async close() {
      isClosed = true
      clearInterval(timer)
    },
  }
}
