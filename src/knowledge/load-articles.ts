import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { Article } from '../domain/index.ts'
import { cutPassages, PassageError } from './cut-passages.ts'

/** Why a file was left out; `line` counts from 1, null when no line is at fault. */
export interface ArticleProblem {
  file: string
  line: number | null
  message: string
}

const sentence = z.string('must be text').trim().min(1, 'must not be empty')
const frontMatter = z.strictObject({
  title: sentence.max(200, 'must have at most 200 characters'),
  summary: sentence,
  tags: z.array(sentence, 'must be a list'),
  language: z.string('must be text').regex(/^[a-z]{2}$/, 'must be a two-letter language code such as en'),
  audience: z.enum(['public', 'agents'], 'must be public or agents'),
  updated: z.iso.date('must be a date such as 2025-03-31'),
  questions: z.array(sentence, 'must be a list'),
})

/**
 * Reads every `.md` file of `folder`, in the order of their names. A file that is not an article is reported with its
 * name and line, and the others load; a folder that can't be read is reported the same way.
 */
export async function loadArticles(folder: string): Promise<{ articles: Article[]; problems: ArticleProblem[] }> {
  const articles: Article[] = []
  const problems: ArticleProblem[] = []
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    problems.push({ file: folder, line: null, message: `The folder of the articles can't be read (${error.code}).` })
    return []
  })
  for (const file of names.filter((name) => name.endsWith('.md')).sort()) {
    try {
      articles.push(parseArticle(file, await readFile(join(folder, file), 'utf8')))
    } catch (error) {
      if (error instanceof ArticleError) problems.push(...error.problems)
      else problems.push({ file, line: null, message: `The file can't be read: ${String(error)}` })
    }
  }
  return { articles, problems }
}

class ArticleError extends Error {
  readonly problems: ArticleProblem[]
  constructor(problems: ArticleProblem[]) {
    super(problems.map(({ message }) => message).join(' '))
    this.problems = problems
  }
}

function parseArticle(file: string, source: string): Article {
  const fail = (line: number | null, message: string): never => {
    throw new ArticleError([{ file, line, message }])
  }
  const id = file.slice(0, -'.md'.length)
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
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

  const meta = readFrontMatter(file, lines.slice(1, end).join('\n'))
  try {
    return { id, ...meta, passages: cutPassages(id, meta.title, lines.slice(end + 1).join('\n')) }
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
