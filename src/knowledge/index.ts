/**
 * The articles of the knowledge base: read from Markdown, cut into passages, indexed by words and by meaning, searched.
 * Every passage found carries the chance that it answers the message. The encoder is handed in; without it the words
 * alone are searched.
 */
export { buildIndex, type Embed, type IndexOptions } from './build-index.ts'
export { type ArticleProblem, loadArticles } from './load-articles.ts'
export type { KnowledgeIndex, MeasuredArticle, SearchQuery } from './search-index.ts'
export { tokenize } from './tokenize.ts'
