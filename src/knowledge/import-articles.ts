import { parse as parseCsv } from 'csv-parse/sync'
import TurndownService from 'turndown'
import { type ArticleContent, EarshotError } from '../domain/index.ts'
import { contentOf, idOfTitle, readContent } from './article-content.ts'
import { ArticleError, type ArticleProblem, parseArticleFile } from './article-file.ts'

/** A file as it lies in a folder; `name` may hold the folders below the one imported. */
export interface ImportFile {
  name: string
  text: string
}

export interface ImportedArticle {
  id: string
  /** Where it came from; the line of a row of CSV, null for a whole file. */
  file: string
  line: number | null
  content: ArticleContent
  isDraft: boolean
}

/**
 * Reads articles from Markdown (with or without front matter), saved web pages, and CSV files of questions and answers.
 * A file or row that is not an article is reported by name and line, and the others are read.
 */
export function readImport(files: readonly ImportFile[]): { articles: ImportedArticle[]; problems: ArticleProblem[] } {
  const articles: ImportedArticle[] = []
  const problems: ArticleProblem[] = []
  for (const file of files) {
    const ending = /\.([a-z]+)$/i.exec(file.name)?.[1]?.toLowerCase()
    const read = ending === undefined ? undefined : READERS[ending]
    if (!read) problems.push({ file: file.name, line: null, message: 'Only .md, .html, .htm and .csv files are read.' })
    else collect(file, read, articles, problems)
  }
  return { articles, problems }
}

type ReadArticle = Omit<ImportedArticle, 'file' | 'line'> & { line?: number }
type Reader = (file: ImportFile) => Iterable<ReadArticle | ArticleProblem>

const READERS: Record<string, Reader> = {
  md: readMarkdown,
  markdown: readMarkdown,
  html: readPage,
  htm: readPage,
  csv: readQuestions,
}

function collect(file: ImportFile, read: Reader, articles: ImportedArticle[], problems: ArticleProblem[]): void {
  try {
    for (const each of read(file)) {
      if ('message' in each) problems.push(each)
      else if (articles.some(({ id }) => id === each.id)) {
        const message = `Another file or row is named ${each.id} already.`
        problems.push({ file: file.name, line: each.line ?? null, message })
      } else articles.push({ ...each, file: file.name, line: each.line ?? null })
    }
  } catch (error) {
    if (error instanceof ArticleError) problems.push(...error.problems)
    else if (error instanceof EarshotError) problems.push({ file: file.name, line: null, message: error.message })
    else throw error
  }
}

function* readMarkdown({ name, text }: ImportFile): Iterable<ReadArticle> {
  if (/^\uFEFF?---\s*$/m.exec(text)?.index === 0) {
    const { article, isDraft } = parseArticleFile(name.split('/').at(-1) ?? name, text)
    yield { id: article.id, content: contentOf(article), isDraft }
    return
  }
  const body = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trim()
  const title = /^# +(.+)$/m.exec(body)?.[1]?.trim() ?? titleOfName(name)
  yield plainArticle(idOfName(name), title, body.replace(/^# .*\n?/, '').trim())
}

/** What a page says without what surrounds it on every page. */
function* readPage({ name, text }: ImportFile): Iterable<ReadArticle> {
  const turndown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced' })
  turndown.remove(['script', 'style', 'noscript', 'nav', 'header', 'footer', 'aside', 'form', 'button', 'iframe'])
  const title = plainText(/<title[^>]*>([\s\S]*?)<\/title>/i.exec(text)?.[1] ?? '')
    .split(/ [|–—] /)[0]
    ?.trim()
  const main =
    /<(main|article)\b[^>]*>([\s\S]*)<\/\1>/i.exec(text)?.[2] ?? /<body\b[^>]*>([\s\S]*)<\/body>/i.exec(text)?.[1]
  const body = turndown.turndown((main ?? text).replace(/<head\b[\s\S]*?<\/head>/i, '')).trim()
  const heading = /^# +(.+)$/m.exec(body)?.[1]?.trim()
  const below = heading === undefined ? body : body.slice(body.search(/^# /m)).replace(/^# .*\n?/, '')
  yield plainArticle(idOfName(name), heading ?? (title || titleOfName(name)), below.replace(/^# /gm, '## ').trim())
}

/** Columns `question` and `answer`; `id`, `language`, `audience` and `tags` (separated by commas) where there are any. */
function* readQuestions({ name, text }: ImportFile): Iterable<ReadArticle | ArticleProblem> {
  let rows: { record: Record<string, string>; info: { lines: number } }[]
  let columns: string[] = []
  const named = (header: string[]) => {
    columns = header
    return header
  }
  try {
    const shape = { bom: true, info: true, skip_empty_lines: true, relax_column_count: true, trim: true }
    rows = parseCsv(text, { ...shape, columns: named })
  } catch (error) {
    const line = error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : null
    throw new ArticleError([
      { file: name, line, message: `The file is not CSV: ${error instanceof Error ? error.message : String(error)}` },
    ])
  }
  if (!columns.includes('question') || !columns.includes('answer')) {
    yield { file: name, line: 1, message: 'The first line must name the columns question and answer.' }
    return
  }
  for (const { record, info } of rows) {
    const { question = '', answer = '', language, audience, tags } = record
    const fail = (message: string): ArticleProblem => ({ file: name, line: info.lines, message })
    if (question === '' || answer === '') {
      yield fail(`The row has no ${question === '' ? 'question' : 'answer'}.`)
      continue
    }
    try {
      const article = plainArticle(record.id || idOfTitle(question), question, answer)
      const content = readContent({
        ...article.content,
        ...(language && { language }),
        ...(audience && { audience }),
        ...(tags && {
          tags: tags
            .split(',')
            .map((tag) => tag.trim())
            .filter(Boolean),
        }),
      })
      yield { ...article, content, line: info.lines }
    } catch (error) {
      if (!(error instanceof EarshotError)) throw error
      yield fail(error.message)
    }
  }
}

/** An article of which only title and body are known: its first sentence stands for the summary. */
function plainArticle(id: string, title: string, body: string): ReadArticle {
  const opening = plainText(body.replace(/^#+ .*$/gm, ''))
  const summary = (/^.{1,300}?[.!?](?=\s|$)/.exec(opening)?.[0] ?? opening.slice(0, 300)) || title
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

const plainText = (text: string) =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]/g, '')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()

/** `faq/delivery/index.html` → `faq-delivery`, `Late parcel.md` → `late-parcel`. */
const idOfName = (name: string) => idOfTitle(titleOfName(name))
const titleOfName = (name: string) =>
  name
    .replace(/\.[a-z]+$/i, '')
    .replace(/\/index$/i, '')
    .replace(/[/_-]+/g, ' ')
    .trim()
