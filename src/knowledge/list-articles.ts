import { type Article, type Database, invalid } from '../domain/index.ts'
import { contentOf } from './article-content.ts'
import { type ArticleFilter, findHeads, type ListedArticle, type ListPlace, listPage } from './article-store.ts'
import { describeFile, type EditedArticle } from './edit-articles.ts'

export type ArticleRow = Omit<EditedArticle, 'content'> & Pick<ListedArticle, 'content'>

export interface ArticlesQuery extends ArticleFilter {
  source: EditedArticle['source'] | null
  /** Where the page before ended; null for the first. */
  after: string | null
  limit: number
}

export interface ArticlePage {
  articles: ArticleRow[]
  /** How many fit in all. */
  total: number
  /** For `after` of the next page; null when this was the last. */
  next: string | null
}

/**
 * One page of what there is, by title: the files that nothing overrides, and what the database holds. The database searches
 * and pages its own, and the files, which lie in memory, are merged in; so a page costs the same however long the list is.
 */
export async function listArticles(
  { database, files }: { database: Database; files(): readonly Article[] },
  { source, after, limit, ...filter }: ArticlesQuery,
): Promise<ArticlePage> {
  const place = after === null ? null : readPlace(after)
  const fileIds = files().map(({ id }) => id)
  const heads = new Map((await findHeads(database, fileIds)).map((head) => [head.id, head]))
  const isFile = new Set(fileIds)

  const stored =
    source === 'file'
      ? { articles: [], total: 0 }
      : await listPage(database, filter, { after: place, limit: limit + 1, fileIds })
  const own = (source === 'console' ? [] : files())
    .filter((file) => (heads.get(file.id)?.status ?? 'archived') === 'archived' && fits(file, filter))
    .map((file) => ({
      ...describeFile(file),
      version: heads.get(file.id)?.version ?? 0,
      key: file.title.toLowerCase(),
    }))
  const merged = [
    ...stored.articles.map((article) => ({
      ...article,
      source: 'console' as const,
      overridesFile: isFile.has(article.id),
    })),
    ...own.filter((file) => place === null || inOrder(place, file) < 0),
  ].sort(inOrder)
  const articles = merged.slice(0, limit)
  const last = articles.at(-1)
  return {
    articles: articles.map(({ key: _, ...article }) => article),
    total: stored.total + own.length,
    next: merged.length > limit && last ? writePlace(last) : null,
  }
}

/** Byte by byte, as the database compares. */
function inOrder(a: ListPlace, b: ListPlace): number {
  return Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))
}

const writePlace = ({ key, id }: ListPlace) => Buffer.from(JSON.stringify([key, id])).toString('base64url')

function readPlace(after: string): ListPlace {
  try {
    const [key, id]: unknown[] = JSON.parse(Buffer.from(after, 'base64url').toString())
    if (typeof key === 'string' && typeof id === 'string') return { key, id }
  } catch {
    // As any other text that is none.
  }
  throw invalid('article-page', 'The field after must be what an earlier page gave as next.', 'after')
}

function fits(file: Article, { words, status, language, audience, tag }: ArticleFilter): boolean {
  const { title, summary, questions, tags } = file
  const text = [title, summary, ...questions, ...tags, contentOf(file).body].join('\n').toLowerCase()
  return (
    words.every((word) => text.includes(word.toLowerCase())) &&
    (status === null || status === 'published') &&
    (language === null || file.language === language) &&
    (audience === null || file.audience === audience) &&
    (tag === null || tags.includes(tag))
  )
}
