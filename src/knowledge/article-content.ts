import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Article, type ArticleContent, EarshotError, firstFault } from '../domain/index.ts'
import { cutPassages, PassageError } from './cut-passages.ts'

const sentence = z.string('must be text').trim().min(1, 'must not be empty')
const day = z.iso.date('must be a date such as 2025-03-31')

/** The fields of an article, from a form or from front matter. */
export const articleFields = {
  title: sentence.max(200, 'must have at most 200 characters'),
  summary: sentence.max(1_000, 'must have at most 1000 characters'),
  tags: z.array(sentence.max(60, 'must have at most 60 characters'), 'must be a list').max(30, 'must be at most 30'),
  language: z.string('must be text').regex(/^[a-z]{2}$/, 'must be a two-letter language code such as en'),
  audience: z.enum(['public', 'agents'], 'must be public or agents'),
  questions: z
    .array(sentence.max(300, 'must have at most 300 characters'), 'must be a list')
    .max(100, 'must be at most 100'),
  validFrom: day.nullable(),
  validUntil: day.nullable(),
}

const contentShape = z.strictObject({
  ...articleFields,
  body: z.string('must be text').max(60_000, 'must have at most 60000 characters'),
})

/** Small letters, digits and single hyphens, such as `late-parcel`. */
export const ARTICLE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Reads what an author sent; throws an `invalid-request` error that names the first field at fault. */
export function readContent(value: unknown): ArticleContent {
  const read = contentShape.safeParse(value)
  if (!read.success) {
    const { path, reason } = firstFault(read.error, 'is not a field of an article')
    const field = path.join('.')
    throw invalidContent(field, `${field || 'The article'} ${reason}.`)
  }
  const content = read.data
  if (content.validFrom !== null && content.validUntil !== null && content.validUntil < content.validFrom) {
    throw invalidContent('validUntil', 'validUntil must not be before validFrom.')
  }
  try {
    cutPassages('check', content.title, content.body)
  } catch (error) {
    if (error instanceof PassageError) throw invalidContent('body', `body, line ${error.line}: ${error.message}`)
    throw error
  }
  return content
}

const invalidContent = (field: string, message: string) =>
  new EarshotError('invalid-request', 'article-invalid', message, field === '' ? {} : { field })

/** The article as it is searched and shown. `updated` is the day of its version. */
export function toArticle(id: string, content: ArticleContent, updated: string): Article {
  const { body, validFrom, validUntil, ...rest } = content
  return {
    id,
    ...rest,
    updated,
    ...(validFrom !== null && { validFrom }),
    ...(validUntil !== null && { validUntil }),
    passages: cutPassages(id, content.title, body),
  }
}

/** What the author of a file wrote, from the article made of it. */
export function contentOf(article: Article): ArticleContent {
  const { title, summary, questions, language, audience, tags, validFrom = null, validUntil = null } = article
  const body = article.passages
    .map(({ heading, text }) => (heading === null ? text : `## ${heading}\n\n${text}`))
    .join('\n\n')
  return { title, summary, questions, body, language, audience, tags, validFrom, validUntil }
}

/** Whether the article is searched on `day`, such as 2026-03-31: its days, first and last included. */
export const isValidOn = ({ validFrom, validUntil }: Article, day: string): boolean =>
  (validFrom === undefined || validFrom <= day) && (validUntil === undefined || day <= validUntil)

/** An id made of a title: `Late parcels & you!` → `late-parcels-you`. Titles in other letters get a name of their own. */
export function idOfTitle(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words =
    plain
      .match(/[a-z0-9]+/g)
      ?.join('-')
      .slice(0, 80)
      .replace(/-$/, '') ?? ''
  const letters = plain.match(/\p{Letter}/gu)?.length ?? 0
  const kept = plain.match(/[a-z]/g)?.length ?? 0
  if (letters === 0 ? words !== '' : kept >= letters / 2) return words
  const hash = createHash('sha256').update(title.trim()).digest('hex').slice(0, 10)
  return [words || 'article', hash].join('-')
}
