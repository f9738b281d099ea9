import type { ArticleContent, ArticleSummary } from './wire.ts'

export const EMPTY_ARTICLE: ArticleContent = {
  title: '',
  summary: '',
  questions: [],
  body: '',
  language: 'en',
  audience: 'public',
  tags: [],
  validFrom: null,
  validUntil: null,
}

/** Where an article stands, in one word for a list. `today` is a day such as 2026-03-31. */
export function stateOf(article: ArticleSummary, today: string): { word: string; tone: 'quiet' | 'warning' } {
  if (article.status === 'archived') return { word: 'Archived', tone: 'quiet' }
  if (article.status === 'draft') return { word: 'Draft', tone: 'quiet' }
  if (article.validUntil !== null && article.validUntil < today) return { word: 'Expired', tone: 'warning' }
  if (article.validFrom !== null && article.validFrom > today)
    return { word: `From ${article.validFrom}`, tone: 'quiet' }
  if (article.source === 'file') return { word: 'File', tone: 'quiet' }
  if (article.publishedVersion !== article.version) return { word: 'Unpublished changes', tone: 'warning' }
  return { word: 'Published', tone: 'quiet' }
}

/** An article as text, for comparing two versions line by line. */
export function articleText(content: ArticleContent): string {
  return [
    `Title: ${content.title}`,
    `Summary: ${content.summary}`,
    `Language: ${content.language}, for ${content.audience === 'public' ? 'everybody' : 'agents only'}`,
    `Tags: ${content.tags.join(', ') || 'none'}`,
    `Valid: ${validWords(content)}`,
    ...content.questions.map((question) => `Question: ${question}`),
    '',
    content.body.trimEnd(),
  ].join('\n')
}

function validWords({ validFrom, validUntil }: ArticleContent): string {
  if (validFrom === null && validUntil === null) return 'always'
  return [validFrom && `from ${validFrom}`, validUntil && `until ${validUntil}`].filter(Boolean).join(' ')
}
