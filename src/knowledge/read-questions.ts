import { parse as parseCsv } from 'csv-parse/sync'
import { EarshotError } from '../domain/index.ts'
import { idOfTitle, readContent } from './article-content.ts'
import type { ArticleProblem } from './article-file.ts'
import { plainArticle, type ReadArticle, type TextFile } from './plain-article.ts'

interface Row {
  record: Record<string, string>
  info: { lines: number }
}

/** Columns `question` and `answer`; `id`, `language`, `audience` and `tags` (separated by commas) where there are any. */
export function* readQuestions({ name, text }: TextFile): Iterable<ReadArticle | ArticleProblem> {
  const skipped: ArticleProblem[] = []
  let columns: string[] = []
  const rows = parseCsv<Row>(text, {
    bom: true,
    info: true,
    trim: true,
    delimiter: delimiterOf(text),
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip(error) {
      const line = typeof error?.lines === 'number' ? error.lines : null
      skipped.push({ file: name, line, message: `The row is not CSV: ${error?.message}` })
      return undefined
    },
    columns(header: string[]) {
      columns = header.map((column) => column.toLowerCase())
      return columns
    },
  }) as unknown as Row[]
  if (!columns.includes('question') || !columns.includes('answer')) {
    yield { file: name, line: 1, message: 'The first line must name the columns question and answer.' }
    return
  }
  yield* skipped
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

/** What the first line is cut at: a comma, or what spreadsheets write where the comma is the decimal sign. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split(/\r?\n/, 1)
  return [',', ';', '\t'].reduce((best, each) => (header.split(each).length > header.split(best).length ? each : best))
}
