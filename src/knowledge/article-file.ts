import { type Document, isNode, LineCounter, parseDocument, stringify } from 'yaml'
import { z } from 'zod'
import type { Article, ArticleContent } from '../domain/index.ts'
import { ARTICLE_ID, articleFields } from './article-content.ts'
import { cutPassages, PassageError } from './cut-passages.ts'

/** Why a file was left out; `line` counts from 1, null when no line is at fault. */
export interface ArticleProblem {
  file: string
  line: number | null
  message: string
}

/** A file that is not an article, with everything that is wrong with it. */
export class ArticleError extends Error {
  readonly problems: ArticleProblem[]
  constructor(problems: ArticleProblem[]) {
    super(problems.map(({ message }) => message).join(' '))
    this.problems = problems
  }
}

const frontMatter = z.strictObject({
  title: articleFields.title,
  summary: articleFields.summary,
  tags: articleFields.tags,
  language: articleFields.language,
  audience: articleFields.audience,
  updated: z.iso.date('must be a date such as 2025-03-31'),
  questions: articleFields.questions,
  validFrom: articleFields.validFrom.optional(),
  validUntil: articleFields.validUntil.optional(),
  /** `draft` keeps a file out of the search. */
  status: z.enum(['draft', 'published'], 'must be draft or published').optional(),
})

export interface ArticleFile {
  article: Article
  isDraft: boolean
}

/** Reads one Markdown file with front matter. Throws ArticleError. */
export function parseArticleFile(file: string, source: string): ArticleFile {
  const fail = (line: number | null, message: string): never => {
    throw new ArticleError([{ file, line, message }])
  }
  const id = file.slice(0, -'.md'.length)
  if (!ARTICLE_ID.test(id)) {
    fail(
      null,
      'The file name is the id of the article: small letters, digits and single hyphens, such as late-parcel.md.',
    )
  }
  const lines = source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
  if (lines[0]?.trimEnd() !== '---') fail(1, 'The file must begin with front matter between two lines of ---.')
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---')
  if (end < 0) fail(1, 'The front matter is not closed: a second line of --- is missing.')

  const { status, validFrom, validUntil, ...meta } = readFrontMatter(file, lines.slice(1, end).join('\n'))
  const validity = { ...(validFrom && { validFrom }), ...(validUntil && { validUntil }) }
  try {
    const passages = cutPassages(id, meta.title, lines.slice(end + 1).join('\n'))
    return { article: { id, ...meta, ...validity, passages }, isDraft: status === 'draft' }
  } catch (error) {
    if (error instanceof PassageError) return fail(end + 1 + error.line, error.message)
    throw error
  }
}

function readFrontMatter(file: string, text: string): z.output<typeof frontMatter> {
  const counter = new LineCounter()
  // Line 1 of the file is the opening ---, so line n of the text is line n + 1 of the file.
  const lineAt = (offset: number) => counter.linePos(offset).line + 1
  const document = parseDocument(text, { lineCounter: counter })
  const broken = document.errors[0]
  if (broken) {
    const reason = broken.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')
    throw new ArticleError([{ file, line: lineAt(broken.pos[0]), message: `The front matter is not YAML: ${reason}` }])
  }
  const result = frontMatter.safeParse(document.toJS() ?? {})
  if (result.success) return result.data
  throw new ArticleError(
    result.error.issues.map((issue) => {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
      const path = unknown === undefined ? issue.path : [unknown]
      const offset = offsetOf(document, path)
      const missing = document.getIn(path) === undefined
      const reason = unknown !== undefined ? 'is not a field of an article' : missing ? 'is missing' : issue.message
      return { file, line: offset === null ? 1 : lineAt(offset), message: `${path.join('.')} ${reason}.` }
    }),
  )
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number | null {
  const node = document.getIn(path, true)
  return isNode(node) && node.range ? node.range[0] : null
}

/** The article as a file that `parseArticleFile` reads as the same. */
export function writeArticleFile(content: ArticleContent, updated: string, isDraft: boolean): string {
  const { body, validFrom, validUntil, title, summary, tags, language, audience, questions } = content
  const meta = {
    title,
    summary,
    tags,
    language,
    audience,
    updated,
    ...(validFrom !== null && { validFrom }),
    ...(validUntil !== null && { validUntil }),
    ...(isDraft && { status: 'draft' }),
    questions,
  }
  return `---\n${stringify(meta, { lineWidth: 0 })}---\n\n${body.trim()}\n`
}
