import type { Article } from '../domain/index.ts'
import { isValidOn } from './article-content.ts'
import { type Embed, type IndexOptions, makeIndexer } from './build-index.ts'
import type { KnowledgeIndex } from './search-index.ts'
import type { VectorStore } from './vector-store.ts'

/** Everything that is searched: the files, and before them what the console published. Its index is replaced whole. */
export interface Library extends KnowledgeIndex {
  /** Searchable now, by id; another map after every change. */
  articles(): ReadonlyMap<string, Article>
  /** The articles of files, in force or not. */
  files(): readonly Article[]
  /**
   * Puts `published` before the files of their ids and searches what is valid on `day`. Until it resolves the old
   * articles are searched; when it rejects they go on being.
   */
  publish(published: ReadonlyMap<string, Article>, day: string, vectors: VectorStore | null): Promise<void>
}

/** A library of `files` alone, in force on `day`. */
export async function openLibrary(
  files: readonly Article[],
  day: string,
  embed: Embed,
  options: IndexOptions,
): Promise<Library> {
  const index = makeIndexer(embed, options)
  const inForce = (articles: readonly Article[], on: string) => articles.filter((article) => isValidOn(article, on))
  let current = await index(inForce(files, day))
  let byId = mapOf(current)

  return {
    search: (query) => current.search(query),
    measure: (query) => current.measure(query),
    cover: (text, articleIds) => current.cover(text, articleIds),
    getArticle: (id) => byId.get(id),
    listArticles: () => [...byId.values()],
    get hasVectors() {
      return current.hasVectors
    },
    articles: () => byId,
    files: () => files,
    async publish(published, on, vectors) {
      const articles = [...files.filter(({ id }) => !published.has(id)), ...published.values()]
      const next = await index(inForce(articles, on), vectors)
      current = next
      byId = mapOf(next)
    },
  }
}

const mapOf = (index: KnowledgeIndex) => new Map(index.listArticles().map((article) => [article.id, article]))
