import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Article } from '../domain/index.ts'
import { ArticleError, type ArticleProblem, parseArticleFile } from './article-file.ts'

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
      const { article, isDraft } = parseArticleFile(file, await readFile(join(folder, file), 'utf8'))
      if (!isDraft) articles.push(article)
    } catch (error) {
      if (error instanceof ArticleError) problems.push(...error.problems)
      else problems.push({ file, line: null, message: `The file can't be read: ${String(error)}` })
    }
  }
  return { articles, problems }
}
