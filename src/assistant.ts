import { join } from 'node:path'
import type { Config } from './config/index.ts'
import type { IntentDefinition, TagDefinition } from './domain/index.ts'
import { dayIn, type Library, loadArticles, openLibrary, vectorsInFile } from './knowledge/index.ts'
import type { Log } from './log.ts'
import { loadIntents, startUnderstanding, type Understander } from './understanding/index.ts'

/** What the assistant brings to a message, whoever it is from: what it understands and what it knows. Needs no database. */
export interface Assistant {
  /** By name. */
  intents: ReadonlyMap<string, IntentDefinition>
  tags: TagDefinition[]
  understander: Understander
  /** The articles of files, until what the console published joins them (see followArticles). */
  knowledge: Library
  close(): Promise<void>
}

/**
 * Loads intents and articles, starts the encoder, and trains or reads what is cached under the data folder. Broken
 * articles are logged and left out; a broken intent stops the start with its file, line and field.
 */
export async function startAssistant(config: Config, log: Pick<Log, 'write'>): Promise<Assistant> {
  const cacheDir = join(config.dataDir, 'cache')
  const loading = loadIntents(config.intentsDir)
  const starting = startUnderstanding({
    intents: loading.then(({ intents }) => intents),
    entities: { folder: config.intentsDir, timeZone: config.timeZone, country: config.country },
    modelDir: config.modelDir,
    cacheDir,
    ...config.encoder,
    log: log.write,
  })
  const [understander, { intents, tags }, { articles, problems }] = await Promise.all([
    starting,
    loading,
    loadArticles(config.knowledgeDir),
  ]).catch(async (error: unknown) => {
    await starting.then((understander) => understander.close()).catch(() => {})
    throw error
  })
  for (const problem of problems) log.write('warn', 'knowledge.article_broken', problem)
  try {
    const today = dayIn(config.timeZone, new Date())
    const knowledge = await openLibrary(articles, today, (texts) => understander.embed(texts), {
      vectors: vectorsInFile(cacheDir),
      encoder: understander.status().encoder,
      asked: examplesByArticle(intents),
      onProblem: (message) => log.write('warn', 'knowledge.cache', { message }),
    })
    return {
      intents: new Map(intents.map((intent) => [intent.name, intent])),
      tags,
      understander,
      knowledge,
      close: () => understander.close(),
    }
  } catch (error) {
    await understander.close()
    throw error
  }
}

/** What customers are known to ask of each article, in the words of the intents that it serves. */
function examplesByArticle(intents: readonly IntentDefinition[]): Map<string, string[]> {
  const asked = new Map<string, string[]>()
  for (const { serve, examples } of intents) {
    if (!('article' in serve) || serve.article === undefined) continue
    asked.set(serve.article, [...(asked.get(serve.article) ?? []), ...examples])
  }
  return asked
}
