import { type ArticleContent, EarshotError } from '../domain/index.ts'
import { idOfTitle, readContent } from './article-content.ts'
import type { ArticleProblem } from './article-file.ts'

export interface TextFile {
  name: string
  text: string
}

export interface ReadArticle {
  id: string
  content: ArticleContent
  isDraft: boolean
  /** Of a row of CSV. */
  line?: number
}

/** Reads one kind of file; throws `ArticleError` or an `invalid-request` error where nothing can be read. */
export type Reader = (file: TextFile) => Iterable<ReadArticle | ArticleProblem>

/** An article of which only title and body are known: its first sentence stands for the summary. */
export function plainArticle(id: string, title: string, body: string): ReadArticle {
  const opening = plainText(body.replace(/^#+ .*$/gm, ''))
  if (opening === '') throw new EarshotError('invalid-request', 'article-invalid', 'There is no text below the title.')
  const summary = /^.{1,300}?[.!?](?=\s|$)/.exec(opening)?.[0] ?? opening.slice(0, 300)
  const content = readContent({
    title: title.slice(0, 200),
    summary,
    questions: [],
    body: withOpening(body, summary),
    language: 'en',
    audience: 'public',
    tags: [],
    validFrom: null,
    validUntil: null,
  })
  return { id, content, isDraft: false }
}

/** A body that begins with a heading gets its summary as the opening; sections without text are left out. */
function withOpening(body: string, summary: string): string {
  const parts = body.split(/^(?=## )/m).filter((part) => !/^## .*\s*$/.test(part.trim()))
  const whole = parts.join('').trim()
  return whole === '' || whole.startsWith('## ') ? `${summary}\n\n${whole}`.trim() : whole
}

export const plainText = (text: string) =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]/g, '')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()

/** `faq/delivery/index.html` → `faq-delivery`, `Late parcel.md` → `late-parcel`. */
export const idOfName = (name: string) => idOfTitle(titleOfName(name))
export const titleOfName = (name: string) =>
  name
    .replace(/\.[a-z]+$/i, '')
    .replace(/\/index$/i, '')
    .replace(/[/_-]+/g, ' ')
    .trim()
