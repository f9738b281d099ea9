import { type ArticleContent, EarshotError } from '../domain/index.ts'
import { contentOf } from './article-content.ts'
import { ArticleError, type ArticleProblem, parseArticleFile } from './article-file.ts'
import { idOfName, plainArticle, type ReadArticle, type Reader, type TextFile, titleOfName } from './plain-article.ts'
import { readPage } from './read-page.ts'
import { readQuestions } from './read-questions.ts'
import { NOT_READ, unpackZip } from './unpack-zip.ts'

/** A file as it lies in a folder, with its bytes where it is an archive; `name` may hold the folders below the one imported. */
export type ImportFile = TextFile | { name: string; bytes: Buffer }

export interface ImportedArticle {
  id: string
  /** Where it came from; the line of a row of CSV, null for a whole file. */
  file: string
  line: number | null
  content: ArticleContent
  isDraft: boolean
}

/**
 * Reads articles from Markdown (with or without front matter), saved web pages, and CSV files of questions and answers, and
 * from ZIP archives of those. A file or row that is not an article is reported by name and line, and the others are read.
 */
export function readImport(files: readonly ImportFile[]): { articles: ImportedArticle[]; problems: ArticleProblem[] } {
  const articles: ImportedArticle[] = []
  const problems: ArticleProblem[] = []
  for (const file of files) {
    if ('text' in file) {
      readText(file)
      continue
    }
    const unpacked = unpackZip(file, (name) => readerOf(name) !== undefined)
    problems.push(...unpacked.problems)
    unpacked.files.forEach(readText)
  }
  return { articles, problems }

  function readText(file: TextFile): void {
    const read = readerOf(file.name)
    const broken = NOT_TEXT.exec(file.text)
    if (read && broken) {
      const line = file.text.slice(0, broken.index).split('\n').length
      problems.push({
        file: file.name,
        line,
        message: 'The file is not text in UTF-8. Save it as UTF-8 and try again.',
      })
    } else if (read) collect(file, read, articles, problems)
    else problems.push({ file: file.name, line: null, message: NOT_READ })
  }
}

/** What bytes become that are no UTF-8, and what no text holds. */
const NOT_TEXT = /[\uFFFD\0]/

function readerOf(name: string): Reader | undefined {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase()
  return ending === undefined ? undefined : READERS[ending]
}

const READERS: Record<string, Reader> = {
  md: readMarkdown,
  markdown: readMarkdown,
  html: readPage,
  htm: readPage,
  csv: readQuestions,
}

function collect(file: TextFile, read: Reader, articles: ImportedArticle[], problems: ArticleProblem[]): void {
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

function* readMarkdown({ name, text }: TextFile): Iterable<ReadArticle> {
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
