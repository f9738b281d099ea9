import type { Agent, Article, ArticleContent, Database } from './domain/index.ts'
import {
  createArticleEditor,
  dayIn,
  type EditedArticle,
  type ImportedArticle,
  loadImport,
  writeArticleFile,
} from './knowledge/index.ts'
import type { ArticleDetail, ArticleExportResult, ArticleImportResult, ArticleSummary } from './protocol/index.ts'

export interface ArticleActionsParts {
  database: Database
  files(): readonly Article[]
  timeZone: string
  afterCommit(): void
}

interface ListQuery {
  query: string
  status?: ArticleSummary['status'] | undefined
  source?: ArticleSummary['source'] | undefined
  language?: string | undefined
  audience?: ArticleSummary['audience'] | undefined
  tag?: string | undefined
}

/** What the console and the command line do to articles, in the shapes of the wire. */
export function createArticleActions({ timeZone, ...parts }: ArticleActionsParts) {
  const editor = createArticleEditor(parts)

  async function detailOf(id: string): Promise<ArticleDetail> {
    const { article, file, versions } = await editor.read(id)
    return {
      summary: summarise(article),
      content: article.content,
      file,
      versions: versions.map(({ createdAt, ...version }) => ({ ...version, at: createdAt.toISOString() })),
    }
  }
  const afterwards = async ({ id }: EditedArticle) => detailOf(id)

  /** The next version of an imported article, whatever there was; a version that says the same is not written again. */
  async function take(agent: Agent | null, { id, content, isDraft }: ImportedArticle, publish: boolean): Promise<void> {
    const before = await editor.read(id).catch(() => null)
    const base = before?.article.version ?? 0
    const isSame = base > 0 && JSON.stringify(sorted(before?.article.content)) === JSON.stringify(sorted(content))
    const version = isSame ? base : (await editor.save(id, base, agent, content)).version
    if (publish && !isDraft) await editor.publish(id, version)
  }

  return {
    async list(query: ListQuery) {
      return { articles: (await editor.list()).filter((article) => fits(article, query)).map(summarise) }
    },
    read: detailOf,
    readVersion: async (id: string, version: number) => ({ content: await editor.readVersion(id, version) }),
    create: async (agent: Agent, content: unknown) => afterwards(await editor.create(agent, content)),
    save: async (agent: Agent, id: string, baseVersion: number, content: unknown) =>
      afterwards(await editor.save(id, baseVersion, agent, content)),
    publish: async (id: string, baseVersion: number) => afterwards(await editor.publish(id, baseVersion)),
    unpublish: async (id: string, baseVersion: number) => afterwards(await editor.unpublish(id, baseVersion)),
    archive: async (id: string, baseVersion: number) => afterwards(await editor.archive(id, baseVersion)),
    restore: async (agent: Agent, id: string, baseVersion: number, version: number) =>
      afterwards(await editor.restore(id, baseVersion, agent, version)),

    async import(
      agent: Agent | null,
      { files, publish }: { files: { name: string; text: string }[]; publish: boolean },
    ): Promise<ArticleImportResult> {
      const { readImport } = await loadImport()
      const { articles, problems } = readImport(files)
      for (const article of articles) await take(agent, article, publish)
      return { imported: articles.map(({ id }) => id), problems }
    },

    /** The newest version of everything that is not archived, files included. */
    async export(): Promise<ArticleExportResult> {
      const articles = (await editor.list()).filter(({ status }) => status !== 'archived')
      return {
        files: articles.map(({ id, content, updatedAt, status, version, publishedVersion }) => ({
          name: `${id}.md`,
          text: writeArticleFile(
            content,
            dayIn(timeZone, updatedAt),
            status === 'draft' || publishedVersion !== version,
          ),
        })),
      }
    },
  }
}

function summarise({ content, updatedAt, createdAt: _, ...article }: EditedArticle): ArticleSummary {
  const { questions: _questions, body: _body, ...shown } = content
  return { ...article, ...shown, updatedAt: updatedAt.toISOString() }
}

function fits({ content, status, source }: EditedArticle, query: ListQuery): boolean {
  const { title, summary, questions, tags, body } = content
  const text = [title, summary, ...questions, ...tags, body].join('\n').toLowerCase()
  return (
    query.query
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word)) &&
    (query.status === undefined ? status !== 'archived' : status === query.status) &&
    (query.source === undefined || source === query.source) &&
    (query.language === undefined || content.language === query.language) &&
    (query.audience === undefined || content.audience === query.audience) &&
    (query.tag === undefined || tags.includes(query.tag))
  )
}

/** The fields in one order, whatever order they were written in. */
const sorted = (content: ArticleContent | undefined) =>
  Object.entries(content ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
