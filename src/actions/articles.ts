import { type Agent, type Article, type ArticleContent, type Database, EarshotError } from '../domain/index.ts'
import {
  type ArticleRow,
  createArticleEditor,
  dayIn,
  type EditedArticle,
  type ImportedArticle,
  type ImportFile,
  listArticles,
  loadImport,
  writeArticleFile,
} from '../knowledge/index.ts'
import type {
  ArticleDetail,
  ArticleExportResult,
  ArticleImportPreview,
  ArticleImportResult,
  ArticleList,
  ArticleSummary,
} from '../protocol/index.ts'

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
  after?: string | undefined
  limit: number
}

/** What the console and the command line do to articles, in the shapes of the wire. */
export function createArticleActions({ timeZone, ...parts }: ArticleActionsParts) {
  const editor = createArticleEditor(parts)

  async function detailOf(id: string): Promise<ArticleDetail> {
    const { article, file, versions } = await editor.read(id)
    return {
      summary: summarise({ ...article, content: listed(article.content) }),
      content: article.content,
      file,
      versions: versions.map(({ createdAt, ...version }) => ({ ...version, at: createdAt.toISOString() })),
    }
  }
  const afterwards = async ({ id }: EditedArticle) => detailOf(id)

  /** What an imported article would do, and the version it would follow. */
  async function compare({ id, content }: ImportedArticle) {
    const before = await editor.read(id).catch(orNull)
    const base = before?.article.version ?? 0
    const isSame = JSON.stringify(sorted(before?.article.content)) === JSON.stringify(sorted(content))
    return { change: before === null ? 'new' : isSame ? 'same' : 'changed', base } as const
  }

  /** The next version of an imported article, whatever there was; a version that says the same is not written again. */
  async function take(agent: Agent | null, article: ImportedArticle, publish: boolean): Promise<void> {
    const { id, content, isDraft } = article
    const { change, base } = await compare(article)
    const version = change === 'same' && base > 0 ? base : (await editor.save(id, base, agent, content)).version
    if (publish && !isDraft) await editor.publish(id, version)
  }

  return {
    async list({ query, status, source, language, audience, tag, after, limit }: ListQuery): Promise<ArticleList> {
      const page = await listArticles(parts, {
        words: query.split(/\s+/).filter(Boolean),
        status: status ?? null,
        source: source ?? null,
        language: language ?? null,
        audience: audience ?? null,
        tag: tag ?? null,
        after: after ?? null,
        limit,
      })
      return { ...page, articles: page.articles.map(summarise) }
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

    /** What `import` would do with these files; nothing is changed. */
    async previewImport(files: ImportFile[]): Promise<ArticleImportPreview> {
      const { readImport } = await loadImport()
      const { articles, problems } = readImport(files)
      const read: ArticleImportPreview['articles'] = []
      for (const article of articles) {
        const { id, file, line, content, isDraft } = article
        read.push({ id, file, line, title: content.title, isDraft, change: (await compare(article)).change })
      }
      return { articles: read, problems }
    },

    async import(
      agent: Agent | null,
      { files, publish }: { files: ImportFile[]; publish: boolean },
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

function summarise({ content, updatedAt, createdAt: _, ...article }: ArticleRow): ArticleSummary {
  return { ...article, ...content, updatedAt: updatedAt.toISOString() }
}

const listed = ({ questions: _questions, body: _body, ...shown }: ArticleContent) => shown

function orNull(error: unknown): null {
  if (error instanceof EarshotError && error.kind === 'not-found') return null
  throw error
}

/** The fields in one order, whatever order they were written in. */
const sorted = (content: ArticleContent | undefined) =>
  Object.entries(content ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
