import {
  type Agent,
  type Article,
  type ArticleContent,
  conflict,
  type Database,
  invalid,
  notFound,
  type Tx,
} from '../domain/index.ts'
import { ARTICLE_ID, contentOf, idOfTitle, readContent } from './article-content.ts'
import {
  type ArticleVersion,
  findStored,
  findVersion,
  insertVersion,
  listStored,
  listVersions,
  nextRevision,
  type StoredArticle,
  writeHead,
} from './article-store.ts'

export interface ArticleEditorParts {
  database: Database
  /** The articles of `knowledge-base/`. */
  files(): readonly Article[]
  /** Something that is searched may have changed. */
  afterCommit(): void
}

/** An article as it stands: from a file, from the console, or from the console in place of a file. */
export interface EditedArticle extends StoredArticle {
  source: 'file' | 'console'
  /** The console holds it, and there is a file of the same id: the file is searched while this is not published. */
  overridesFile: boolean
}

/** Who does it; null for the command line. */
type Author = Pick<Agent, 'id'> | null

/** Writing articles in the console. Every save is a new version; what is searched changes only by publishing. */
export function createArticleEditor({ database, files, afterCommit }: ArticleEditorParts) {
  const fileOf = (id: string) => files().find((article) => article.id === id)

  /** An archived article leaves the file of its id as if it had never been overridden, with the versions so far. */
  function describe(stored: StoredArticle): EditedArticle {
    const file = fileOf(stored.id)
    if (file && stored.status === 'archived') return { ...describeFile(file), version: stored.version }
    return { ...stored, source: 'console', overridesFile: file !== undefined }
  }

  /** Changes one article in its turn; `baseVersion` is what its author had before them, 0 for none. */
  async function change(
    id: string,
    baseVersion: number,
    work: (tx: Tx, stored: StoredArticle | null, revision: number) => Promise<void>,
  ): Promise<EditedArticle> {
    if (!ARTICLE_ID.test(id)) {
      throw invalid(
        'article-id',
        'The id must have small letters, digits and single hyphens, such as late-parcel.',
        'id',
      )
    }
    const changed = await database.transaction(async (tx) => {
      const revision = await nextRevision(tx)
      const stored = await findStored(tx, id)
      if ((stored?.version ?? 0) !== baseVersion) {
        throw conflict(
          'article-changed',
          stored
            ? `Somebody saved version ${stored.version} of this article meanwhile. Look at it before you save yours.`
            : 'This article is not in the database any more.',
        )
      }
      await work(tx, stored, revision)
      return findStored(tx, id)
    })
    afterCommit()
    if (!changed) throw notFound('article-unknown', `There is no article named ${id}.`)
    return describe(changed)
  }

  async function saveVersion(
    id: string,
    baseVersion: number,
    author: Author,
    content: ArticleContent,
    restoredFrom: number | null = null,
  ): Promise<EditedArticle> {
    return change(id, baseVersion, async (tx, stored, revision) => {
      const version = baseVersion + 1
      const isPublished = stored?.status === 'published'
      await writeHead(
        tx,
        {
          id,
          version,
          status: isPublished ? 'published' : 'draft',
          publishedVersion: isPublished ? stored.publishedVersion : null,
        },
        revision,
      )
      await insertVersion(tx, id, version, { content, authorId: author?.id ?? null, restoredFrom })
    })
  }

  const setStatus = (id: string, baseVersion: number, status: StoredArticle['status']) =>
    change(id, baseVersion, async (tx, stored, revision) => {
      if (!stored) throw notFound('article-unknown', `There is no article named ${id} in the database.`)
      const publishedVersion = status === 'published' ? stored.version : null
      await writeHead(tx, { id, version: stored.version, status, publishedVersion }, revision)
    })

  return {
    /** Everything there is, by title: the files that nothing overrides, and what the console holds. */
    async list(): Promise<EditedArticle[]> {
      const stored = (await listStored(database)).map(describe)
      const taken = new Set(stored.map(({ id }) => id))
      const own = files().filter(({ id }) => !taken.has(id))
      return [...stored, ...own.map(describeFile)].sort((a, b) => a.content.title.localeCompare(b.content.title))
    },

    /** Throws `not-found`. */
    async read(
      id: string,
    ): Promise<{ article: EditedArticle; file: ArticleContent | null; versions: ArticleVersion[] }> {
      const stored = await findStored(database, id)
      const file = fileOf(id)
      if (stored) {
        const versions = await listVersions(database, id)
        return { article: describe(stored), file: file ? contentOf(file) : null, versions }
      }
      if (!file) throw notFound('article-unknown', `There is no article named ${id}.`)
      return { article: describeFile(file), file: contentOf(file), versions: [] }
    },

    async readVersion(id: string, version: number): Promise<ArticleContent> {
      const content = await findVersion(database, id, version)
      if (!content) throw notFound('article-version-unknown', `There is no version ${version} of the article ${id}.`)
      return content
    },

    /** A new draft under an id made of its title; the next free one where that is taken. */
    async create(author: Author, value: unknown): Promise<EditedArticle> {
      const content = readContent(value)
      const taken = new Set([...files(), ...(await listStored(database))].map(({ id }) => id))
      const plain = idOfTitle(content.title)
      let id = plain
      for (let number = 2; taken.has(id); number++) id = `${plain}-${number}`
      return saveVersion(id, 0, author, content)
    },

    /** The next version. `baseVersion` 0 takes a file's article into the database. An archived one is a draft again. */
    save: async (id: string, baseVersion: number, author: Author, value: unknown) =>
      saveVersion(id, baseVersion, author, readContent(value)),

    /** The newest version is searched from now on. */
    publish: (id: string, baseVersion: number) => setStatus(id, baseVersion, 'published'),
    unpublish: (id: string, baseVersion: number) => setStatus(id, baseVersion, 'draft'),
    archive: (id: string, baseVersion: number) => setStatus(id, baseVersion, 'archived'),

    /** Writes an older version again, as the newest; published only when somebody says so. */
    async restore(id: string, baseVersion: number, author: Author, version: number): Promise<EditedArticle> {
      const content = await findVersion(database, id, version)
      if (!content) throw notFound('article-version-unknown', `There is no version ${version} of the article ${id}.`)
      return saveVersion(id, baseVersion, author, content, version)
    },
  }
}

export type ArticleEditor = ReturnType<typeof createArticleEditor>

/** A file as the console shows it: published, with no version of its own. */
export function describeFile(file: Article): EditedArticle {
  const updated = new Date(`${file.updated}T00:00:00Z`)
  return {
    id: file.id,
    version: 0,
    status: 'published',
    publishedVersion: 0,
    content: contentOf(file),
    createdAt: updated,
    updatedAt: updated,
    source: 'file',
    overridesFile: false,
  }
}
