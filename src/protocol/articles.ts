import { z } from 'zod'
import type { ArticleContent } from '../domain/knowledge.ts'

/** Articles in the console, under `/api/console/articles`. */

/** Of one import: so many files, and so many bytes of JSON. */
export const MAX_IMPORT_FILES = 500
export const MAX_IMPORT_BYTES = 5_000_000

const baseVersion = z.number().int().min(0)
const search = z.string().max(200)
const MAX_PAGE = 200

export const articlesQuery = z.strictObject({
  /** Words that all stand in title, summary, questions, tags or body. */
  query: search.default(''),
  status: z.enum(['draft', 'published', 'archived']).optional(),
  source: z.enum(['file', 'console']).optional(),
  language: z.string().max(8).optional(),
  audience: z.enum(['public', 'agents']).optional(),
  tag: z.string().max(60).optional(),
  /** `next` of the page before; the first page without it. */
  after: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
})
/** The content is checked field by field where it is stored. */
export const createArticleRequest = z.strictObject({ content: z.unknown() })
export const saveArticleRequest = z.strictObject({ baseVersion, content: z.unknown() })
export const articleStateRequest = z.strictObject({ baseVersion })
export const restoreArticleRequest = z.strictObject({ baseVersion, version: z.number().int().min(1) })
const fileName = z.string().min(1).max(200)
/** Files as they would lie in a folder: `.md`, `.html`, `.csv`; a `.zip` of those by its bytes. */
const files = z
  .array(
    z.union([
      z.strictObject({ name: fileName, text: z.string() }),
      z.strictObject({ name: fileName, base64: z.base64() }),
    ]),
  )
  .min(1)
  .max(MAX_IMPORT_FILES)
export const previewImportRequest = z.strictObject({ files })
export const importArticlesRequest = z.strictObject({
  files,
  /** Publishes what was read; drafts else. */
  publish: z.boolean().default(false),
})

export type ArticleStatus = 'draft' | 'published' | 'archived'

/** A row of the list. */
export interface ArticleSummary {
  id: string
  /** The newest version; 0 for a file that the database does not hold. */
  version: number
  status: ArticleStatus
  /** What is searched; smaller than `version` while changes wait to be published, null when nothing is. */
  publishedVersion: number | null
  source: 'file' | 'console'
  /** There is a file of the same id, which is searched while this is not published. */
  overridesFile: boolean
  title: string
  summary: string
  language: string
  audience: 'public' | 'agents'
  tags: string[]
  validFrom: string | null
  validUntil: string | null
  updatedAt: string
}

export interface ArticleList {
  /** By title. */
  articles: ArticleSummary[]
  /** How many there are on all pages. */
  total: number
  /** For `after` of the next page; null on the last. */
  next: string | null
}

export interface ArticleDetail {
  summary: ArticleSummary
  /** Of the newest version. */
  content: ArticleContent
  /** What the file of the same id says, if there is one. */
  file: ArticleContent | null
  /** Newest first; none for a file. */
  versions: { version: number; authorName: string | null; restoredFrom: number | null; at: string }[]
}

export interface ArticleVersionResult {
  content: ArticleContent
}

export interface ImportProblem {
  file: string
  line: number | null
  message: string
}

/** What an import would do. */
export interface ArticleImportPreview {
  articles: {
    id: string
    title: string
    file: string
    /** The line of a row of CSV; null for a whole file. */
    line: number | null
    /** Stays a draft, published or not. */
    isDraft: boolean
    change: 'new' | 'changed' | 'same'
  }[]
  problems: ImportProblem[]
}

export interface ArticleImportResult {
  /** Ids, in the order of the files. */
  imported: string[]
  problems: ImportProblem[]
}

export interface ArticleExportResult {
  files: { name: string; text: string }[]
}
