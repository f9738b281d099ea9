import { createArticleActions } from '../actions/index.ts'
import type { Building } from '../building.ts'
import { followArticles } from '../knowledge/index.ts'

/** How late another node's change of an article may be seen, encoding excluded. */
const ARTICLES_EVERY_MS = 500

/** The articles that the console publishes, and what people do to them. */
export async function openArticles({ config, database, assistant, log, onClose }: Building) {
  const following = await followArticles({
    database,
    library: assistant.knowledge,
    timeZone: config.timeZone,
    everyMs: ARTICLES_EVERY_MS,
    onError: log.error,
  })
  onClose(() => following.close())
  return createArticleActions({
    database,
    files: assistant.knowledge.files,
    timeZone: config.timeZone,
    afterCommit: () => void following.refresh(),
  })
}
